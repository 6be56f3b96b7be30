"""Write: (writer, draft) -> id; validation; never commits, no Qt, prints nothing."""
