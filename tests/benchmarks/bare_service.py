"""What the service is measured against, on the same server with the same settings: bare Starlette that answers the
same bytes, and FastAPI that answers the same rows by a `response_model`."""

import json
import sys
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from api import models
from api.server import listening, run, url_of


def bare(folder: Path) -> Starlette:
    """An application that answers what the files of a folder hold, by the names of meetings."""
    bodies = {file.stem: file.read_bytes() for file in folder.glob("*.json")}

    async def same_bytes(request: Request) -> Response:
        return Response(bodies[request.query_params["as_of"]], media_type="application/json")

    async def unchanged(request: Request) -> Response:
        return Response(status_code=304, headers={"ETag": request.headers["if-none-match"]})

    documents = {meeting: json.loads(body) for meeting, body in bodies.items()}
    modelled = FastAPI()

    @modelled.get("/plan", response_model=models.Plan)
    async def same_rows(as_of: str) -> Any:
        return documents[as_of]

    routes = [Route("/bytes", same_bytes), Route("/304", unchanged), Mount("/modelled", modelled)]
    return Starlette(routes=routes)


def main(folder: str) -> None:
    listens = listening("127.0.0.1", 0)
    url = json.dumps({"url": url_of(listens)})
    run(bare(Path(folder)), listens, lambda: print(url, flush=True))


if __name__ == "__main__":
    main(sys.argv[1])
