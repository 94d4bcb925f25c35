"""A page: its frame, and nothing that a browser would run or fetch."""

from base64 import b64encode
from hashlib import sha256
from html import escape

from fastapi import Request
from starlette.responses import Response

from api.negotiation import texts_for

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a;background:#fff}"
    "h2{border-top:1px solid #ccc;padding-top:1rem;margin-top:2rem}"
    "code,pre{font:.875rem/1.4 ui-monospace,monospace}"
    "pre{background:#f4f4f4;padding:.75rem;overflow:auto;max-height:24rem}"
    "dt{font-weight:600}blockquote{border-left:3px solid #888;margin-left:0;padding-left:1rem}"
)
_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; frame-ancestors 'none'"


def page(request: Request, title: str, body: str, status: int = 200) -> Response:
    """A page in the language that is asked for, with a link to itself in the other.

    Args:
        body: HTML; every text in it is escaped by whoever made it.
    """
    t = texts_for(request)
    other, name = ("es", "Español") if t.language == "en" else ("en", "English")
    html = (
        f'<!doctype html><html lang="{t.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>"
        f'<nav><a href="?lang={other}" lang="{other}" hreflang="{other}">{name}</a></nav>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    headers = {
        "Content-Security-Policy": POLICY,
        "Content-Language": t.language,
        "Vary": "Accept-Language",
        "Cache-Control": "no-cache",
    }
    return Response(html, status, media_type="text/html; charset=utf-8", headers=headers)
