"""The demo commune, which lists are compared with."""

import pytest

from storage.database import Store
from storage.keyring import Keyring
from tests import sown

UNIT = "17791"


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    return sown.KEYRING


@pytest.fixture
def commune(store: Store) -> Store:
    sown.sow(store, UNIT)
    return store
