"""What was written down before a table changed is still there afterwards, and after a way back."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = ("diary", "0004_visits_links_and_imports"), ("diary", "0005_changes_of_medicines")


def medicines_after(migration):
    """Go to `migration`, and return the medicines as its table has them."""
    executor = MigrationExecutor(connection)
    executor.migrate([migration])
    return (
        MigrationExecutor(connection)
        .loader.project_state([migration])
        .apps.get_model("diary", "Medicine")
        .objects
    )


@pytest.mark.django_db(transaction=True)
def test_the_one_change_of_a_medicine_becomes_the_first_of_a_list(user):
    try:
        rows = medicines_after(BEFORE)
        rows.create(owner_id=user.pk, id=UUID(int=1), name="Indapamide", changed_on=date(2026, 2, 1))
        rows.create(owner_id=user.pk, id=UUID(int=2), name="Metformin")
        rows = medicines_after(AFTER)
        changes = {row.name: row.changes for row in rows.all()}
        assert changes == {"Indapamide": ["2026-02-01"], "Metformin": []}
        rows.filter(name="Indapamide").update(changes=["2026-02-01", "2026-03-01"])
        assert {row.name: row.changed_on for row in medicines_after(BEFORE).all()} == {
            "Indapamide": date(2026, 3, 1),
            "Metformin": None,
        }
    finally:
        newest = MigrationExecutor(connection)
        newest.migrate(newest.loader.graph.leaf_nodes())
