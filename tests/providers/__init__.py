"""Identity providers that run in the test process: honest ones, and ones that lie as a test tells them to."""
