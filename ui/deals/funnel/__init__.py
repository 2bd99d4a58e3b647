"""The page of figures: how deals go on from stage to stage, how long they take, and where they die."""
