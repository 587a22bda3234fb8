"""The settings of the site as it is served, but the collected files lie in a folder that goes with the test."""

import os

from config.settings import *  # noqa: F403

STATIC_ROOT = os.environ["STATIC_ROOT"]
