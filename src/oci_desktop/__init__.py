"""oci-desktop: the member directory and tracker of an association of organisations."""

__version__ = "0.1.0"
