from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('facts', '0005_destinations'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='dataset',
            name='data_set_kind_known',
        ),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['grades', 'later_grades', 'attendance', 'lessons', 'tests', 'destinations', 'steps', 'matrix'])), name='data_set_kind_known'),
        ),
    ]
