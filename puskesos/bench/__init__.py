"""`python3 app.py bench`: invented data in a throw-away folder, a server on 127.0.0.1, the budgets of speed."""
