"""The parts of a bubble, each measured once and painted often; `measure` finds the block of a part."""
