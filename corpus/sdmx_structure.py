"""The structure message that goes with SDMX-CSV: SDMX-ML 3.0 with code lists, concepts, data structure and dataflow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
from lxml import etree

from corpus import sdmx
from corpus.contract import Code, codelist_titles, codelists
from corpus.sdmx import Component

_SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_MES, _STR, _COM = (f"{{{_SCHEMAS}/{part}}}" for part in ("message", "structure", "common"))
_NSMAP = {"mes": f"{_SCHEMAS}/message", "str": f"{_SCHEMAS}/structure", "com": f"{_SCHEMAS}/common"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_URN = "urn:sdmx:org.sdmx.infomodel"
_PREPARED = "2000-01-01T00:00:00Z"
"""A fixed time: the structure of the same data has the same bytes."""
_CODED = {
    "CL_OBS_STATUS": "obs_status",
    "CL_QUALITY": "quality",
    "CL_QUALIFIER": "qualifiers",
    "CL_ROLE": "roles",
    "CL_SOURCE": "sources",
}
"""SDMX code lists whose codes are those of one of ours."""
_OTHER_CODES = {
    sdmx.NO_CATEGORY: ("Ingen uppdelning", "Not split further"),
    sdmx.NO_UNIT: ("Enheten är inte angiven", "Unit not stated"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A code with its names and, where they say more, descriptions."""

    id: str
    name_sv: str
    name_en: str
    description_sv: str = ""
    description_en: str = ""


def items(tables: Mapping[str, pd.DataFrame], used: Mapping[str, Iterable[str]]) -> dict[str, tuple[Item, ...]]:
    """The code lists by id, each code once.

    `tables` has reports, federations and interventions; `used` the values that the data have in each code list, in the
    dataset's own terms: those that no list knows name themselves, as they are printed.
    """
    known = codelists()
    lists = {
        "CL_FREQ": [_item(known["freqs"][ours], id_) for ours, id_ in sdmx.FREQS.items()],
        "CL_SEX": [_item(known["genders"][ours], id_) for ours, id_ in sdmx.SEXES.items()],
        "CL_UNIT": [*map(_item, known["units"].values()), _other(sdmx.NO_UNIT)],
        "CL_INDICATOR": [*map(_item, known["measures"].values()), *_named(used["CL_INDICATOR"])],
        "CL_CATEGORY": [_other(sdmx.NO_CATEGORY), *_named(used["CL_CATEGORY"])],
        "CL_FEDERATION": [
            *map(_item, known["pseudo_federations"].values()),
            *_rows(tables["federations"], "federation_id", "name"),
            *_named(used["CL_FEDERATION"]),
        ],
        "CL_INTERVENTION": [
            *map(_item, known["pseudo_interventions"].values()),
            *_rows(tables["interventions"], "intervention_id", "preferred_name"),
        ],
        "CL_VINTAGE": [*_rows(tables["reports"], "report_id", "file_name")],
    }
    lists |= {id_: [*map(_item, known[ours].values())] for id_, ours in _CODED.items()}
    return {id_: tuple({i.id: i for i in reversed(lists[id_])}.values())[::-1] for id_ in sorted(lists)}


def _item(code: Code, id_: str = "") -> Item:
    return Item(id_ or sdmx.code_id(code.code), code.label_sv, code.label_en, code.description_sv, code.description)


def _other(code: str) -> Item:
    return Item(code, *_OTHER_CODES[code])


def _named(values: Iterable[str]) -> Iterable[Item]:
    """Values that name themselves, as they are printed."""
    return (Item(sdmx.code_id(v), v, v) for v in sorted(set(values)))


def _rows(frame: pd.DataFrame, key: str, name: str) -> Iterable[Item]:
    pairs = zip(frame[key], frame[name], strict=True)
    return (Item(sdmx.code_id(str(k)), str(n), str(n)) for k, n in sorted(pairs))


def message(lists: Mapping[str, tuple[Item, ...]]) -> bytes:
    """The structure message with these code lists, as UTF-8."""
    root = etree.Element(f"{_MES}Structure", nsmap=_NSMAP)
    header = etree.SubElement(root, f"{_MES}Header")
    for name, text in (("ID", "FACIT_STRUCTURE"), ("Test", "false"), ("Prepared", _PREPARED)):
        etree.SubElement(header, f"{_MES}{name}").text = text
    etree.SubElement(header, f"{_MES}Sender", id=sdmx.AGENCY)
    structures = etree.SubElement(root, f"{_MES}Structures")
    held = etree.SubElement(structures, f"{_STR}Codelists")
    for id_, codes in lists.items():
        _fill(_maintainable(held, "Codelist", id_, _title(id_)), "Code", codes)
    held = etree.SubElement(structures, f"{_STR}ConceptSchemes")
    concepts = tuple(Item(c.id, c.name_sv, c.name_en) for c in sdmx.components())
    scheme = _maintainable(held, "ConceptScheme", sdmx.CONCEPTS, ("Facits begrepp", "The concepts of facit"))
    _fill(scheme, "Concept", concepts)
    held = etree.SubElement(structures, f"{_STR}Dataflows")
    flow = _maintainable(
        held,
        "Dataflow",
        sdmx.DATAFLOW,
        (
            "Tryckta tal ur samordningsförbundens rapporter",
            "Printed numbers of the reports of coordination associations",
        ),
    )
    etree.SubElement(flow, f"{_STR}Structure").text = f"{_URN}.datastructure.DataStructure={_reference(sdmx.STRUCTURE)}"
    held = etree.SubElement(structures, f"{_STR}DataStructures")
    _data_structure(held)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _reference(id_: str) -> str:
    return f"{sdmx.AGENCY}:{id_}({sdmx.VERSION})"


def _title(id_: str) -> tuple[str, str]:
    if id_ in _CODED:
        return codelist_titles()[_CODED[id_]]
    used = next(c for c in sdmx.components() if c.codes == id_)
    return used.name_sv, used.name_en


def _maintainable(parent: etree._Element, tag: str, id_: str, names: tuple[str, str]) -> etree._Element:
    made = etree.SubElement(parent, f"{_STR}{tag}", id=id_, agencyID=sdmx.AGENCY, version=sdmx.VERSION)
    _said(made, "Name", *names)
    return made


def _said(parent: etree._Element, tag: str, swedish: str, english: str) -> None:
    for lang, text in (("en", english), ("sv", swedish)):
        if text:
            said = etree.SubElement(parent, f"{_COM}{tag}")
            said.set(_LANG, lang)
            said.text = text


def _fill(scheme: etree._Element, tag: str, held: tuple[Item, ...]) -> None:
    for item in held:
        made = etree.SubElement(scheme, f"{_STR}{tag}", id=item.id)
        _said(made, "Name", item.name_sv, item.name_en)
        _said(made, "Description", item.description_sv, item.description_en)


def _data_structure(parent: etree._Element) -> None:
    made = _maintainable(parent, "DataStructure", sdmx.STRUCTURE, ("Tryckta tal", "Printed numbers"))
    held = etree.SubElement(made, f"{_STR}DataStructureComponents")
    dimensions = etree.SubElement(held, f"{_STR}DimensionList", id="DimensionDescriptor")
    by_kind: dict[str, list[Component]] = {}
    for component in sdmx.components():
        by_kind.setdefault(component.kind, []).append(component)
    for position, component in enumerate(by_kind["dimension"], start=1):
        _component(dimensions, "Dimension", component, position=str(position))
    _component(dimensions, "TimeDimension", *by_kind["time"])
    attributes = etree.SubElement(held, f"{_STR}AttributeList", id="AttributeDescriptor")
    for component in by_kind["attribute"]:
        needed = component.id in ("OBS_STATUS", "QUALITY", "OBS_ID")
        attribute = _component(attributes, "Attribute", component, usage="mandatory" if needed else "optional")
        relation = etree.SubElement(attribute, f"{_STR}AttributeRelationship")
        etree.SubElement(relation, f"{_STR}Observation")
    measures = etree.SubElement(held, f"{_STR}MeasureList", id="MeasureDescriptor")
    _component(measures, "Measure", *by_kind["measure"], usage="optional")


def _component(parent: etree._Element, tag: str, component: Component, **more: str) -> etree._Element:
    made = etree.SubElement(parent, f"{_STR}{tag}", {"id": component.id, **more})
    concept = f"{_URN}.conceptscheme.Concept={_reference(sdmx.CONCEPTS)}.{component.id}"
    etree.SubElement(made, f"{_STR}ConceptIdentity").text = concept
    represented = etree.SubElement(made, f"{_STR}LocalRepresentation")
    if component.codes:
        codelist = f"{_URN}.codelist.Codelist={_reference(component.codes)}"
        etree.SubElement(represented, f"{_STR}Enumeration").text = codelist
    else:
        etree.SubElement(represented, f"{_STR}TextFormat", textType=component.type)
    return made
