"""Yulu: who said what in Chinese-language news."""

from importlib.metadata import version

__version__ = version("yulu")
