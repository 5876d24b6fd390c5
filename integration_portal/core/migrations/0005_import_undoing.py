from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_coordination")]

    operations = [
        migrations.AlterField(
            model_name="importbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "Uploaded"),
                    ("checking", "Being checked"),
                    ("checked", "Ready for review"),
                    ("committing", "Being taken over"),
                    ("committed", "Taken over"),
                    ("undoing", "Being taken back"),
                    ("undone", "Undone"),
                    ("refused", "Refused"),
                    ("failed", "Failed"),
                    ("discarded", "Discarded"),
                ],
                default="uploaded",
                max_length=12,
                verbose_name="state",
            ),
        ),
    ]
