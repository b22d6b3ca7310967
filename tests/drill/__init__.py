"""What is proven before a release: ``./sc box tests/drill``."""
