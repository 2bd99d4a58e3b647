"""A team's computers under kills, partitions and a lying network, and the proof that what they saw is one history."""
