"""The campaigns of self-assessments: member by member at the left, the one chosen at the right."""
