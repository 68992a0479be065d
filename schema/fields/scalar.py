"""The base of the scalar field types: a pydantic annotation around one reading function."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class Scalar(ABC):
    """A field type: ``read`` turns what was typed into the value, or raises a problem. Subclasses are frozen dataclasses.

    ``json_types`` are the JSON types that an editor may see for it, since YAML editors read ``5000`` as a number.
    """

    json_types: tuple[str, ...] = ("string",)

    @abstractmethod
    def read(self, raw: Any) -> Any:
        """The value of what was typed."""

    def json_schema(self) -> dict[str, Any]:
        """What an editor can check of this type."""
        return {"type": self.json_types[0] if len(self.json_types) == 1 else list(self.json_types)}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)
