"""Pages of the talk on reflections: the readers' queue, one reflection with its messages, and the writer's side."""
