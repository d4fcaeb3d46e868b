"""The rooms of Kedjan: what the system does, in the words of the trade."""
