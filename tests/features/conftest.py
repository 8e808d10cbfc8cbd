from hypothesis import settings

settings.register_profile("house", deadline=None)  # two cores, and others at work on them
settings.load_profile("house")
