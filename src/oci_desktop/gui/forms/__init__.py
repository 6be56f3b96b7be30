"""Forms: one binder, and the fields that it ties to a draft."""

from oci_desktop.gui.forms.binder import Binder
from oci_desktop.gui.forms.chips import ChipsField
from oci_desktop.gui.forms.choices import ChoiceField, RegionField, TickField, TicksField, YesNoField
from oci_desktop.gui.forms.compound import Compound, side_by_side
from oci_desktop.gui.forms.contacts import ContactsField
from oci_desktop.gui.forms.days import DateField
from oci_desktop.gui.forms.field import Field
from oci_desktop.gui.forms.flow import FlowLayout
from oci_desktop.gui.forms.form import Form
from oci_desktop.gui.forms.lines import FixedField, LineField, NoteField, PhoneField, PostalCodeField, WebField
from oci_desktop.gui.forms.periods import NamesField, RegionsField

__all__ = [
    "Binder",
    "ChipsField",
    "ChoiceField",
    "Compound",
    "ContactsField",
    "DateField",
    "Field",
    "FixedField",
    "FlowLayout",
    "Form",
    "LineField",
    "NamesField",
    "NoteField",
    "PhoneField",
    "PostalCodeField",
    "RegionField",
    "RegionsField",
    "TickField",
    "TicksField",
    "WebField",
    "YesNoField",
    "side_by_side",
]
