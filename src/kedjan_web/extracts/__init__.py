"""Texts of a round taken along as a file: asked for, waited for, fetched."""
