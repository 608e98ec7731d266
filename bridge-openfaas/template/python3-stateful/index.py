import inspect

from function import handler
from hachi import serve

serve(*(each for name, each in inspect.getmembers(handler, inspect.isfunction)
        if each.__module__ == handler.__name__ and not name.startswith("_")))
