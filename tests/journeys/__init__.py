"""What the six journeys of a day cost a hand: ``./sc journeys``."""
