"""Questionnaires: which there are, and one version to write, order, translate, compare and publish."""
