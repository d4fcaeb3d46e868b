from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('improvement', '0004_board'),
    ]

    operations = [
        migrations.AddField(
            model_name='conclusion',
            name='removed',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='conclusion',
            constraint=models.CheckConstraint(condition=models.Q(('removed', False), models.Q(('fed_wording', None), ('occasion', None), ('state', 'preliminary')), _connector='OR'), name='conclusion_removed_unseen'),
        ),
    ]
