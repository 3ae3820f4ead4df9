from tests.factories import *
def test_it(app, client, count_statements):
    with count_statements() as s: print(client.get("/healthz").status_code, client.get("/readyz").text, s)
    make_seminar()
