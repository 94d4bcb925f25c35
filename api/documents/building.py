"""Saying things in each of a document's languages."""

from collections.abc import Callable, Collection, Mapping

from api.documents.model import Mark, Run, Runs, Said, Stamp
from api.render.words import Titles, Words
from api.texts import LANGUAGES, Texts
from ledger.ledger import Ledger
from ledger.tree import root_at
from projections.moments import Moment, recorded_at
from projections.views import Answering, Reading


class Building:
    """Says things in the languages of a document.

    Args:
        words: what says values, by language, in the order in which they stand.
    """

    def __init__(self, words: Mapping[str, Words]):
        self.words = words

    def said(self, say: Callable[[Words], str | Runs | None], mark: Mark | None = None) -> Said:
        """What `say` says with the words of each language."""
        return {language: runs(say(words), mark) for language, words in self.words.items()}

    def key(self, key: str, mark: Mark | None = None) -> Said:
        """A sentence of `api/locales/`."""
        return self.said(lambda words: words.t(key), mark)

    def same(self, text: str | None, mark: Mark | None = None) -> Said:
        """An id, a code: the same in every language."""
        return dict.fromkeys(self.words, runs(text, mark))

    def text(
        self,
        text: Mapping[str, str] | None,
        translated: Collection[str] = (),
        mark: Mark | None = None,
    ) -> Said:
        """A text of the record; one that is a translation, not what was agreed, said so behind it.

        Where it has none of the document's languages, it is said in another, said so before it:
        `[en] Statistics`.
        """
        lacking = not any(language in self.words for language in text or {})

        def say(words: Words) -> Runs:
            language = words.t.language
            if text and language in text:
                found = runs(text[language], mark)
                if language in translated:
                    found += (Run(f" [{words.t('translation')}]", "muted"),)
                return found
            if not text or not lacking:
                return ()
            other = next((each for each in LANGUAGES if each in text), next(iter(text)))
            return (Run(f"[{other}] ", "muted"), Run(text[other], mark, other))

        return self.said(say)


class Marking(Texts):
    """Says a text of the record that stands in another language only as `Building.text` does:
    `[en] Statistics`."""

    def of(self, text: Mapping[str, str] | None) -> str | None:
        said = super().of(text)
        if not said or not text or text.get(self.language):
            return said
        other = next(language for language, words in text.items() if words == said)
        return f"[{other}] {said}"


def runs(said: str | Runs | None, mark: Mark | None = None) -> Runs:
    if isinstance(said, str):
        return (Run(said, mark),) if said else ()
    return said or ()


def joined(*parts: Said, by: str = "") -> Said:
    """Several things in one, those that say nothing left out."""
    found: dict[str, Runs] = {}
    for part in parts:
        for language, said in part.items():
            before = found.get(language, ())
            between = (Run(by),) if by and before and said else ()
            found[language] = (*before, *between, *said)
    return found


def building(ledger: Ledger, languages: Collection[str], *, marking: bool = False) -> Building:
    """What says the values of a ledger's plan in these languages.

    Args:
        marking: within sentences, too, a text in another language is said to be so.
    """
    chosen = (language for language in LANGUAGES if language in languages)
    texts = Marking if marking else Texts
    return Building({each: Words(texts(each), ledger.charter) for each in chosen})


def titles(ledger: Ledger, build: Building) -> dict[str, Titles]:
    """The title of each item as it stands now, by language."""
    return {language: Titles(ledger, words.t) for language, words in build.words.items()}


def stamp(views: Answering, at: Moment) -> Stamp:
    """The stamp of a document of a moment."""

    def stamped(reading: Reading) -> Stamp:
        ledger = reading.ledger
        return Stamp(
            at.as_of.isoformat() if at.as_of is not None else None,
            at.known_at,
            at.known_at,
            recorded_at(reading, at.known_at),
            root_at(ledger.tree(), at.known_at).hex(),
            ledger.founding.origin,
        )

    return views.answer(stamped)
