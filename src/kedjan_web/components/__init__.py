"""What pages are built of: plain values that the templates under kedjan/components/ know how to show."""
