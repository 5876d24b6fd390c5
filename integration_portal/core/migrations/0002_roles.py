"""The roles of DESIGN.md §1 as groups."""

from django.db import migrations

ROLES = ("office", "contributor", "council", "reader")


def make_roles(apps, schema_editor):
    """Create the groups that are missing; running it again changes nothing."""
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.using(schema_editor.connection.alias).get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
