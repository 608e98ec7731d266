-- wrk script: POST 1 to one of KEYS keys, chosen at random. PATTERN makes the path of a key.
local keys = tonumber(os.getenv("KEYS") or "10000")
local pattern = os.getenv("PATTERN") or "/%s/add"
local threads = 0
local requests = {}

function setup(thread)
  threads = threads + 1
  thread:set("seed", threads)
end

function init()
  math.randomseed(seed)
  for i = 1, keys do
    requests[i] = wrk.format("POST", pattern:format("k" .. i), { ["Content-Type"] = "application/json" }, "1")
  end
end

function request()
  return requests[math.random(keys)]
end
