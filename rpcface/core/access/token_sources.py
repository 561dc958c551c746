"""Where a server's tokens come from: what it is told, its environment, and a file."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence

from rpcface.core.access.files import Watched
from rpcface.core.access.tokens import WEAK, Entry, Proof, mapping_entries, table, text_entries

_log = logging.getLogger("rpcface")


class TokenSources:
    """The tokens that are valid now. TypeError, ValueError: there are none in a source
    that was given, or something else; no message holds a token.

    tokens: names to tokens.
    file: the path of a file with a line for each.
    variable: the text of RPCFACE_TOKENS: such lines, or with commas between.
    """

    def __init__(
        self, tokens: Mapping[str, str] | None, file: str | None, variable: str | None
    ) -> None:
        self._told: list[Entry] = []
        if tokens is not None:
            if not isinstance(tokens, Mapping) or not tokens:
                raise ValueError("tokens: wanted names with their tokens; came none")
            self._told += mapping_entries(tokens)
        if variable is not None:
            self._told += _some(variable.replace(",", "\n"), "RPCFACE_TOKENS")
        self._file = file
        self._watched: Watched | None = None
        self._is_missing = False
        held: list[Entry] = []
        if file is not None:
            try:
                self._watched = Watched([file])
                held = _read(file)
            except OSError as error:
                raise ValueError(_unreadable(file, error)) from None
        self.proofs: Mapping[bytes, Proof] = table((*self._told, *held))
        """Who has proved to be who, by the digests of the tokens. It is replaced, and
        never changed.
        """
        _warn((*self._told, *held))

    @property
    def can_change(self) -> bool:
        """Whether there is a file to look at."""
        return self._watched is not None

    def look(self) -> bool:
        """Reads the file again where it has changed; whether its tokens are others. Where
        something is wrong with it the tokens stay, and the log says so.
        """
        if self._watched is None or self._file is None:
            return False
        try:
            has_changed = self._watched.has_changed()
            self._is_missing = False
            if not has_changed:
                return False
            held = _read(self._file)
            found = table((*self._told, *held))
        except OSError as error:
            if not self._is_missing:  # else it was told
                _log.error("%s. The tokens stay as they were", _unreadable(self._file, error))
            self._is_missing = True
            return False
        except ValueError as error:
            _log.error("%s. The tokens stay as they were", error)
            return False
        is_new = found != self.proofs
        self.proofs = found
        _log.info("token file %r was read again: %d tokens are valid", self._file, len(found))
        _warn(held)
        return is_new


def _warn(entries: Sequence[Entry]) -> None:
    for entry in entries:
        if len(entry.token) < WEAK:
            _log.warning(
                "%s: the token has fewer than %d characters and can be guessed; python -c "
                "'import secrets; print(secrets.token_urlsafe())' makes a better one",
                entry.place,
                WEAK,
            )


def _some(text: str, source: str) -> list[Entry]:
    """The entries of a text. ValueError: it holds none, or something else."""
    found = list(text_entries(text, source))
    if not found:
        raise ValueError(f"{source}: wanted lines 'name: token'; came none")
    return found


def _read(path: str) -> list[Entry]:
    """What a file holds. OSError: it can't be read. ValueError: it holds no tokens."""
    source = f"token file {path!r}"
    try:
        with open(path, encoding="utf-8-sig") as file:
            return _some(file.read(), source)
    except UnicodeDecodeError:
        raise ValueError(f"{source}: wanted lines 'name: token'; it is no UTF-8 text") from None


def _unreadable(path: str, error: OSError) -> str:
    return f"token file {path!r}: it can't be read ({error.strerror})"


def token_sources(tokens: Mapping[str, str] | None, file: str | None) -> TokenSources | None:
    """The sources that a server was told, or that its environment names; None: there are
    none. A variable that is there and empty is one that lacks its tokens. Errors are those
    of `TokenSources`.
    """
    path = os.environ.get("RPCFACE_TOKEN_FILE") if file is None else file
    variable = os.environ.get("RPCFACE_TOKENS")
    if path is None and variable is None and tokens is None:
        return None
    return TokenSources(tokens, path, variable)
