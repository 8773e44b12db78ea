from django.db import migrations

from manifest.modegroups import seed


class Migration(migrations.Migration):
    dependencies = [("manifest", "0001_initial")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
