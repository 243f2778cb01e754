"""What an update asks of a version: is it sound here, and can it take back what is its own?"""
