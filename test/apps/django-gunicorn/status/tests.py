from django.test import SimpleTestCase


class StatusTest(SimpleTestCase):
    def test_live(self):
        self.assertEqual(self.client.get("/status/live/").status_code, 200)
