"""Yulu: who said what in Chinese-language news."""

from importlib.metadata import version

from yulu import compiled

__version__ = version("yulu")
compiled.guard()
