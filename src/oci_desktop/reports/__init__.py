"""Paper: one file per report, collect() then render()."""
