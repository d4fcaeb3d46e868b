from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0007_outlines'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='export',
            name='export_format_known',
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('format__in', ['word', 'pdf', 'html'])), name='export_format_known'),
        ),
    ]
