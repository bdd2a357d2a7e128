"""Parameters as ANNarchy 4 kept them: a file of XML.

In: a file with elements ``<parameter><name>tau</name><value>10.0</value></parameter>``.
Out: a dict from name to value.
Not here: the files of today (`parameters`).

Expat builds the tree; a document that declares a type or entities is refused, as these can name
other files or grow without end.
"""

from typing import TYPE_CHECKING, NoReturn

from annarchy_lab.api.saving.container import Filename, as_path
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["load_parameter"]


def load_parameter(in_file: Filename) -> dict[str, float | int | str]:
    """Return the parameters of an XML file of ANNarchy 4.

    Parameters
    ----------
    in_file
        Name of the file.

    Returns
    -------
    dict
        Value by name: a whole number or a real one where the text is one, else the text.

    Raises
    ------
    ANNarchyException
        If the file is missing, is no XML, declares entities, or a parameter has no name or value.
    """
    from xml.parsers.expat import ExpatError

    path = as_path(in_file)
    try:
        root = _tree(path.read_bytes())
    except FileNotFoundError:
        raise ANNarchyException(f"there is no file {path}.") from None
    except OSError as error:
        raise ANNarchyException(f"{path} cannot be read: {error.strerror}.") from error
    except (ExpatError, ValueError) as error:
        raise ANNarchyException(f"{path} is no file of parameters: {error}.") from None
    return dict(_parameter(each) for each in root.iter("parameter"))


def _tree(data: bytes) -> "Element":
    from xml.etree.ElementTree import TreeBuilder
    from xml.parsers import expat

    builder, parser = TreeBuilder(), expat.ParserCreate()
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.Parse(data, True)
    return builder.close()


def _refuse(*_: object) -> NoReturn:
    raise ValueError("declarations of types and entities are not read")


def _parameter(element: "Element") -> tuple[str, float | int | str]:
    name, text = (element.findtext(tag, "").strip() for tag in ("name", "value"))
    if not name or not text:
        raise ANNarchyException(f"the parameter {name!r} has no {'value' if name else 'name'}.")
    for number in (int, float):
        try:
            return name, number(text)
        except ValueError:
            pass
    return name, text
