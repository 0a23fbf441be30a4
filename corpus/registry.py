"""The registry: federations and what they were, interventions, their other names, how they relate, where series break.

CSV that a person edits.

The built-in files stand in `corpus/data/registry`; a folder given with `--registry` adds rows and replaces those with
the same key. Each file is optional there. See docs/registry.md.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TypeVar

from corpus.contract import is_code
from normalize.names import plain

KINDS = ("individual", "structural")
RELATIONS = ("same_as", "succeeds", "part_of")
CHANGES = ("renamed", "merged", "split")
BREAKS = ("succession", "definition", "method", "scope", "merger", "split", "rating_scale")
RESERVED = frozenset({"_all", "_federation", "unknown"})
T = TypeVar("T")
Row = Mapping[str, str]


class RegistryError(Exception):
    """A registry, decisions or manifest file with something wrong in it: `str(error)` names file, row and way out."""


@dataclass(frozen=True, slots=True)
class Federation:
    """A coordination association. `aliases` name it; `words` (places, programmes) hint at it in a text."""

    federation_id: str
    name: str
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intervention:
    """What a federation finances: for persons (individual) or for how the authorities work together (structural)."""

    intervention_id: str
    federation_id: str
    preferred_name: str
    kind: str = "individual"
    owner: str = ""
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """Another printed name of an intervention, where the comparable form of the preferred name does not suffice."""

    federation_id: str
    intervention_id: str
    printed: str


@dataclass(frozen=True, slots=True)
class Relation:
    """`from_id` is the same as, succeeds, or is part of `to_id`; `series_break`: the figures are not comparable."""

    from_id: str
    to_id: str
    type: str
    from_date: str = ""
    series_break: bool = False
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class FederationChange:
    """`former_id` was renamed, merged or split into `federation_id`, on `date` (as exactly as is known)."""

    federation_id: str
    former_id: str
    former_name: str
    type: str
    date: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """From `date` on figures cannot be compared backwards, though they are still about the same.

    Those of an intervention, or ('') of all that `federation_id` has; of one `measure`, or ('') of all.
    """

    intervention_id: str
    date: str
    type: str
    why: str
    federation_id: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """All six tables, in the order of the files."""

    federations: tuple[Federation, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    aliases: tuple[Alias, ...] = ()
    relations: tuple[Relation, ...] = ()
    federation_changes: tuple[FederationChange, ...] = ()
    breaks: tuple[Break, ...] = ()

    def names(self, federation_id: str | None = None) -> tuple[str, ...]:
        """Every preferred name and alias, of one federation or (None) of all."""
        mine = [i.preferred_name for i in self.interventions if federation_id in (None, i.federation_id)]
        mine += [a.printed for a in self.aliases if federation_id in (None, a.federation_id)]
        return tuple(dict.fromkeys(mine))

    def federation(self, federation_id: str) -> Federation | None:
        """A federation by its id, also one that has become another."""
        return next((f for f in (*self.federations, *self.former()) if f.federation_id == federation_id), None)

    def former(self) -> tuple[Federation, ...]:
        """The federations that have become others, each once."""
        known = {f.federation_id for f in self.federations}
        found = {c.former_id: Federation(c.former_id, c.former_name) for c in self.federation_changes}
        return tuple(f for f in found.values() if f.federation_id not in known)

    def successors(self, federation_id: str) -> frozenset[str]:
        """The federation itself and all that it became."""
        out, more = {federation_id}, {federation_id}
        while more:
            more = {c.federation_id for c in self.federation_changes if c.former_id in more} - out
            out |= more
        return frozenset(out)

    def related(self, one: str, other: str) -> bool:
        """Are the two one federation, before and after a renaming, merger or split? Two that merged are not."""
        return other in self.successors(one) or one in self.successors(other)

    def line(self, federation_id: str) -> str:
        """One id for a federation with all that it came from and became: the names of these are compared."""
        line = {federation_id}
        while True:
            more = {
                x
                for c in self.federation_changes
                for x in (c.federation_id, c.former_id)
                if {c.federation_id, c.former_id} & line
            } - line
            if not more:
                return min(line)
            line |= more

    def named(self, text: str) -> str:
        """The id of the federation that a text is: an id, a name or an alias; '' when it is none."""
        wanted = _bare(text)
        for f in (*self.federations, *self.former()):
            full = _bare(f.name)
            if wanted in (_bare(f.federation_id), full, full.removeprefix(_ASSOCIATION), *map(_bare, f.aliases)):
                return f.federation_id
        return ""


_ASSOCIATION = "samordningsforbundet"


def _bare(text: str) -> str:
    """Letters and digits only; an id written with hyphens, a name with or without 'och' is the same."""
    return "".join(w for w in plain(text).split() if w != "och")


def load(extra: Path | None = None) -> Registry:
    """The built-in registry with the rows of the folder `extra` added; a row with the same key replaces.

    Raises RegistryError for a missing folder or column, an unknown code, an id that nothing defines.
    """
    if extra is not None and not extra.is_dir():
        raise RegistryError(f"{extra}: no such folder; --registry takes a folder with any of {', '.join(COLUMNS)}")
    registry = Registry(
        federations=_table(extra, "federations.csv", _federation, lambda f: f.federation_id),
        interventions=_table(extra, "interventions.csv", _intervention, lambda i: i.intervention_id),
        aliases=_table(extra, "aliases.csv", _alias, lambda a: (a.federation_id, a.printed.casefold())),
        relations=_table(extra, "relations.csv", _relation, lambda r: (r.from_id, r.to_id, r.type)),
        federation_changes=_table(extra, "federation_changes.csv", _change, lambda c: (c.federation_id, c.former_id)),
        breaks=_table(extra, "breaks.csv", _break, lambda b: (b.federation_id, b.intervention_id, b.measure, b.date)),
    )
    _check_ids(registry, extra)
    return registry


COLUMNS = {
    "federations.csv": ("federation_id", "name", "aliases", "words"),
    "interventions.csv": (
        "intervention_id",
        "federation_id",
        "preferred_name",
        "kind",
        "owner",
        "first_year",
        "last_year",
    ),
    "aliases.csv": ("federation_id", "intervention_id", "printed"),
    "relations.csv": ("from_id", "to_id", "type", "from_date", "break", "evidence"),
    "federation_changes.csv": ("federation_id", "former_id", "former_name", "type", "date", "evidence"),
    "breaks.csv": ("intervention_id", "date", "type", "why"),
}
OPTIONAL = {"breaks.csv": ("federation_id", "measure")}
"""Columns that a file may have besides."""


def rows_of(
    text: str, file: str, columns: Iterable[str], optional: Iterable[str] = ()
) -> list[tuple[int, dict[str, str]]]:
    """CSV text -> (line number, row) with every value trimmed; blank rows are left out.

    Raises RegistryError when a column is missing, unknown, or a row has more cells than the header.
    """
    reader = csv.DictReader(text.lstrip("\ufeff").splitlines())
    wanted, have = list(columns), [h.strip() for h in reader.fieldnames or []]
    missing, unknown = [c for c in wanted if c not in have], [h for h in have if h not in (*wanted, *optional)]
    if missing or unknown:
        what = f"column {missing[0]!r} is missing" if missing else f"column {unknown[0]!r} is not known"
        raise RegistryError(f"{file}, line 1: {what}; the header must be {','.join(wanted)}")
    reader.fieldnames = have
    out: list[tuple[int, dict[str, str]]] = []
    for row in reader:
        if row.get(None):  # csv puts surplus cells under the key None
            raise RegistryError(
                f"{file}, line {reader.line_num}: more cells than the header has; quote cells with commas"
            )
        values = {k: (v or "").strip() for k, v in row.items()}
        if any(values.values()):
            out.append((reader.line_num, values))
    return out


def read_text(path: Path) -> str:
    """A CSV file's text (UTF-8, a byte order mark allowed). Raises RegistryError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: not UTF-8 (byte {error.start}); save it again as 'CSV UTF-8'") from error
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read ({error.strerror}); check the path and its permissions") from error


def _table(extra: Path | None, name: str, make: Callable[[Row], T], key: Callable[[T], object]) -> tuple[T, ...]:
    built_in = resources.files("corpus").joinpath("data/registry", name).read_text(encoding="utf-8")
    found: dict[object, T] = _made(built_in, name, make, key)
    if extra is not None and (extra / name).exists():
        found |= _made(read_text(extra / name), str(extra / name), make, key)
    return tuple(found.values())


def _made(text: str, file: str, make: Callable[[Row], T], key: Callable[[T], object]) -> dict[object, T]:
    found: dict[object, T] = {}
    name = Path(file).name
    for line, row in rows_of(text, file, COLUMNS[name], OPTIONAL.get(name, ())):
        try:
            made = make(row)
        except ValueError as error:
            raise RegistryError(f"{file}, line {line}: {error}") from error
        if key(made) in found:
            raise RegistryError(f"{file}, line {line}: {key(made)} stands in the file already; keep one row")
        found[key(made)] = made
    return found


def _need(row: Row, *columns: str) -> None:
    for column in columns:
        if not row[column]:
            raise ValueError(f"{column} is empty; fill it in")


def _code(row: Row, column: str, allowed: tuple[str, ...]) -> str:
    if row[column] not in allowed:
        raise ValueError(f"{column} is {row[column]!r}; it must be one of {', '.join(allowed)}")
    return row[column]


def _id(row: Row, column: str) -> str:
    _need(row, column)
    if row[column] in RESERVED:
        raise ValueError(f"{column} {row[column]!r} is reserved; choose another id")
    return row[column]


def _year(row: Row, column: str) -> int | None:
    if not row[column]:
        return None
    if not (row[column].isdecimal() and 1990 <= int(row[column]) <= 2100):
        raise ValueError(f"{column} is {row[column]!r}; write a year such as 2017, or leave it empty")
    return int(row[column])


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _federation(row: Row) -> Federation:
    _need(row, "name")
    return Federation(_id(row, "federation_id"), row["name"], _several(row["aliases"]), _several(row["words"]))


def _intervention(row: Row) -> Intervention:
    _need(row, "federation_id", "preferred_name")
    return Intervention(
        _id(row, "intervention_id"),
        row["federation_id"],
        row["preferred_name"],
        _code(row, "kind", KINDS),
        row["owner"],
        _year(row, "first_year"),
        _year(row, "last_year"),
    )


def _alias(row: Row) -> Alias:
    _need(row, "federation_id", "intervention_id", "printed")
    return Alias(row["federation_id"], row["intervention_id"], row["printed"])


def _relation(row: Row) -> Relation:
    _need(row, "from_id", "to_id")
    series_break = _code(row, "break", ("yes", "no", "")) == "yes"
    return Relation(
        row["from_id"], row["to_id"], _code(row, "type", RELATIONS), row["from_date"], series_break, row["evidence"]
    )


def _change(row: Row) -> FederationChange:
    _need(row, "federation_id", "former_name")
    return FederationChange(
        row["federation_id"],
        _id(row, "former_id"),
        row["former_name"],
        _code(row, "type", CHANGES),
        row["date"],
        row["evidence"],
    )


def _break(row: Row) -> Break:
    _need(row, "date", "why")
    federation, measure = row.get("federation_id", ""), row.get("measure", "")
    if not row["intervention_id"] and not federation:
        raise ValueError("intervention_id is empty; fill it in, or say in federation_id whose figures break")
    if measure and not is_code("measures", measure):
        raise ValueError(f"measure is {measure!r}; it must be one of the measures of docs/contract.md")
    return Break(row["intervention_id"], row["date"], _code(row, "type", BREAKS), row["why"], federation, measure)


def _check_ids(registry: Registry, extra: Path | None) -> None:
    where = f" (built-in registry with {extra})" if extra else " (built-in registry)"
    federations = {f.federation_id for f in registry.federations} | {f.federation_id for f in registry.former()}
    owner = {i.intervention_id: i.federation_id for i in registry.interventions}
    for i in registry.interventions:
        if i.federation_id not in federations:
            raise RegistryError(
                f"interventions.csv: {i.intervention_id} belongs to federation {i.federation_id!r}, "
                f"which federations.csv does not have{where}"
            )
    for a in registry.aliases:
        if owner.get(a.intervention_id) != a.federation_id:
            raise RegistryError(
                f"aliases.csv: {a.printed!r} points to {a.intervention_id!r} of {a.federation_id!r}, "
                f"which interventions.csv does not have{where}"
            )
    for r in registry.relations:
        for end in (r.from_id, r.to_id):
            if end not in owner:
                raise RegistryError(f"relations.csv: {end!r} is not an intervention of interventions.csv{where}")
    for c in registry.federation_changes:
        if c.federation_id not in federations:
            raise RegistryError(
                f"federation_changes.csv: {c.former_id} became {c.federation_id!r}, which federations.csv does not "
                f"have{where}"
            )
    for b in registry.breaks:
        if b.federation_id and b.federation_id not in federations:
            raise RegistryError(f"breaks.csv: {b.federation_id!r} is not a federation of federations.csv{where}")
        if b.intervention_id and b.intervention_id not in owner:
            raise RegistryError(f"breaks.csv: {b.intervention_id!r} is not an intervention of interventions.csv{where}")
