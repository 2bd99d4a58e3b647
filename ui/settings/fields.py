"""The settings that are on screen, on whichever page: made from the schema, changed at once, kept up to date."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout
from shiboken6 import isValid

from app.domain.errors import ComptoirError
from app.domain.rows import Changes
from app.domain.settings import SCHEMA, SettingValue
from app.words import sentences
from ui.kit import Kit
from ui.settings.field import SettingField
from ui.widgets.surfaces import Line


class SettingFields(QObject):
    """`by_name`: those that are there. `last_changed` is by the person at this screen."""

    def __init__(self, kit: Kit, parent: QObject) -> None:
        super().__init__(parent)
        self._kit = kit
        self.by_name: dict[str, SettingField] = {}
        self.last_changed = ""
        kit.bridge.changed.connect(self._changed)

    def fill(self, column: QVBoxLayout, section: str) -> None:
        """A field for each setting of a section, a line between two."""
        for number, setting in enumerate(one for one in SCHEMA if one.section == section):
            if number:
                column.addWidget(Line(self._kit.theme))
            field = SettingField(self._kit.theme, setting, self._kit.desk.setting(setting.name))
            field.changed.connect(self.change)
            self.by_name[setting.name] = field
            column.addWidget(field)

    def change(self, name: str, value: SettingValue) -> None:
        """The person chose another value."""
        self.last_changed = name
        if value != self._kit.desk.setting(name):
            self._kit.tasks.spawn(self._change_now(name, value), "setting")

    async def _change_now(self, name: str, value: SettingValue) -> None:
        field = self.by_name[name]
        said = ""
        try:
            await self._kit.desk.change_setting(name, value)
        except ComptoirError as error:
            said = sentences.refusal(error.code, error.facts)
        if isValid(field):  # another language or size makes this screen anew before the answer is here
            field.show_error(said)

    def _changed(self, changes: Changes) -> None:
        for name in changes.settings & self.by_name.keys():
            self.by_name[name].show_value(self._kit.desk.setting(name))
