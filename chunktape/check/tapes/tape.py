"""One body with which a client is checked."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from cassettes.model import EndKind, Interaction
from chunktape.check.expectation import Expectation
from chunktape.check.tapes.other_text import TEXTS, emoji, with_text
from chunktape.check.tapes.span import Span
from chunktape.check.tapes.template import Template
from player.grammar.use import Use
from player.spec.perform import body_of
from player.spec.scenario import Scenario
from player.splits import Body

#: bytes above which a body is cut in few ways only
LONG: Final = 100_000
#: events of a stream that is made from a template
_EVENTS: Final = 23


@dataclass(frozen=True)
class Tape:
    """One body. `file`: as a person gives it; `other`: the name of another text in it, or empty; `rewrites`: how it is
    written; `ours`: of the library; `template`: what it is made from, if it is no recording; `span`: the only events
    of it.
    """

    file: str
    recorded: Interaction
    rewrites: tuple[Use, ...] = ()
    ours: bool = False
    other: str = ""
    template: Template | None = None
    span: Span | None = None

    @classmethod
    def of_template(cls, template: Template) -> "Tape":
        """The tape of a template."""
        return cls("template", template.interaction(emoji(_EVENTS)), template=template)

    @cached_property
    def interaction(self) -> Interaction:
        """The stream before it is rewritten. Raises SpecError for one that can't have another text."""
        if not self.other:
            return self.recorded
        if self.template is not None:
            return self.template.interaction(TEXTS[self.other](_EVENTS))
        return with_text(self.recorded, self.other)

    @cached_property
    def body(self) -> Body:
        """The bytes that the client gets. Raises SpecError for a rewrite that they can't have."""
        body = body_of(self.interaction, Scenario(rewrites=self.rewrites))
        return body if self.span is None else self.span.of(body)

    @cached_property
    def want(self) -> Expectation:
        """What a correct client makes of them."""
        found = Expectation.of(self.body)
        if self.template is None:
            return found
        said = "".join((TEXTS[self.other] if self.other else emoji)(_EVENTS))
        return replace(found, texts=(said,), targets=(("text", said),), shape="template")

    @property
    def rewrite(self) -> str:
        """The part of a spec behind its split that gives this body."""
        span = () if self.span is None else (str(self.span),)
        return "+".join((*map(str, self.rewrites), *filter(None, (self.other,)), *span))

    @property
    def plain(self) -> "Tape":
        """The stream as it was recorded, or made, and all of it."""
        return replace(self, rewrites=(), other="", span=None)

    @property
    def name(self) -> str:
        """`chat.cassette #2, crlf`."""
        name = "template" if self.template is not None else f"{Path(self.file).name} #{self.recorded.number}"
        return f"{name}, {self.rewrite}" if self.rewrite else name

    @property
    def words(self) -> tuple[str, ...]:
        """Its arguments on the command line, without `--split`."""
        return ("--tape", self.file) if self.template is None else self.template.words

    @property
    def is_folded(self) -> bool:
        """Whether an event has several `data` lines: few clients join them, and those are wrong however it is cut."""
        return self.body.boundaries.dialect == "sse" and any("\n" in data for data in self.want.events)

    @property
    def dense(self) -> bool:
        """Whether it is short enough for every plan."""
        return len(self.body.data) <= LONG

    @property
    def torn(self) -> str:
        """How the recording was cut off, as `EndKind` says it; empty for a whole one."""
        kind = self.recorded.ending.kind
        return "" if kind is EndKind.COMPLETE else kind.value
