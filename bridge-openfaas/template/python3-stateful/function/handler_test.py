import unittest
from types import SimpleNamespace

import handler


class HandlerTest(unittest.TestCase):
    def test_a_second_visit_is_counted(self):
        call = SimpleNamespace(state={"visits": 1}, message=lambda: "Ann")

        self.assertEqual(handler.greet(call), "Hello Ann, visit 2")
        self.assertEqual(handler.visits(call), 2)

    def test_a_new_key_has_no_visits(self):
        self.assertEqual(handler.visits(SimpleNamespace(state=None)), 0)


if __name__ == "__main__":
    unittest.main()
