from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import diary.models.validators


def to_list(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    medicines = apps.get_model("diary", "Medicine").objects
    for row in medicines.exclude(changed_on=None).iterator():
        medicines.filter(owner_id=row.owner_id, id=row.id).update(changes=[row.changed_on.isoformat()])


def to_date(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Of several changes only the last one can be kept."""
    medicines = apps.get_model("diary", "Medicine").objects
    for row in medicines.exclude(changes=[]).iterator():
        medicines.filter(owner_id=row.owner_id, id=row.id).update(changed_on=row.changes[-1])


class Migration(migrations.Migration):
    dependencies = [("diary", "0004_visits_links_and_imports")]

    operations = [
        migrations.AddField(
            model_name="medicine",
            name="changes",
            field=models.JSONField(
                blank=True, default=list, validators=[diary.models.validators.validate_changes]
            ),
        ),
        migrations.RunPython(to_list, to_date),
        migrations.RemoveField(model_name="medicine", name="changed_on"),
    ]
