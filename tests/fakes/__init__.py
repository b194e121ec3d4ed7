"""Fakes of the outside worlds, one for each port."""
