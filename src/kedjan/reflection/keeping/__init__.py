"""How long a round is kept, and what goes when that time is over or when somebody is erased."""
