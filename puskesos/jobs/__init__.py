"""What runs outside the web threads, in one worker process that starts when work waits and ends when none is left."""
