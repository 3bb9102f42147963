"""Errors that are the user's to mend: what is wrong, and what to do next."""

from __future__ import annotations

from malaqbiq.kernel.words import Words


class UserError(Exception):
    """Something that can't be done as asked. `words` says what is wrong, `remedy` what to do next."""

    def __init__(self, words: Words | str, remedy: Words | str = "") -> None:
        self.words = words if isinstance(words, Words) else Words(words)
        self.remedy = remedy if isinstance(remedy, Words) else Words(remedy)
        super().__init__(" ".join(filter(None, (str(self.words), str(self.remedy)))))
