"""The scripts that decide, inside Redis and on its clock, and the keys that they share.

All times are microseconds. A stored time is believed only so far ahead of now: a Redis whose clock was
set back, or a mangled value, must not stop a crawl for long.
"""

STATE = "rasputin:budget:state"
COUNTS = "rasputin:budget:counts"
WINDOW = "rasputin:budget:window"
KEYS = (STATE, COUNTS, WINDOW)

# ARGV: host, class, endpoint, lane; interval, the host's interval, reach, furthest reach, window, grace,
# limit, time between probes, catch-up, turn, unconfirmed reach.
# Returns {granted 0|1, wait, slot, watch 0|1, probe 0|1, reason}.
TAKE = """
local state, counts, window = KEYS[1], KEYS[2], KEYS[3]
local host, class, endpoint, lane = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local interval, own_interval = tonumber(ARGV[5]), tonumber(ARGV[6])
local reach, furthest, length = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local grace, limit, probe_every = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])
local catch_up, turn = tonumber(ARGV[13]), tonumber(ARGV[14])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function stored(field, most)
  return math.min(tonumber(redis.call('HGET', state, field) or '0'), now + most)
end
local function count(field) redis.call('HINCRBY', counts, field, 1) end
local function refuse(counted, wait, watch, reason)
  count(counted)
  return {0, wait, 0, watch, 0, reason}
end

-- Nobody knows what was booked before: what goes out unconfirmed is let out first, then half the rate.
if redis.call('HEXISTS', state, 'next:address') == 0 then
  local first = now + tonumber(ARGV[15])
  redis.call('HSET', state, 'next:address', first, 'slow_until', first + length)
end

-- What concerns everybody, then what concerns the class.
local pause = stored('pause_until', 600000000)
if now < pause then
  return refuse('paused', pause - now, 1, redis.call('HGET', state, 'reason') or '')
end
local watch, probed = 0, {}
for _, name in ipairs({'all', class}) do
  local why = redis.call('HGET', state, 'closed:' .. name)
  if why then
    local probe = stored('probe:' .. name, 600000000)
    -- Files need no key, so they cannot tell whether it is good: they take no probe that others want.
    if name == 'all' and class == 'content' then probe = probe + 5 * probe_every end
    if now < probe then return refuse('paused', probe - now, 1, why) end
    table.insert(probed, 'probe:' .. name)
    watch = 1
  end
  if redis.call('HEXISTS', state, 'outcomes:' .. name) == 1 then watch = 1 end
end
if now < stored('slow_until', 4200000000) then
  interval, own_interval = interval * 2, own_interval * 2
end

-- The address's next slot, and not before the window has room for it.
local slot = math.max(now, stored('next:address', 10000000))
redis.call('ZREMRANGEBYSCORE', window, '-inf', now)
redis.call('ZREMRANGEBYSCORE', window, now + length + grace + 10000000, '+inf')
local held = redis.call('ZCARD', window)
if held >= limit then
  local leaves = redis.call('ZRANGE', window, held - limit, held - limit, 'WITHSCORES')[2]
  slot = math.max(slot, tonumber(leaves))
end

-- Who may have it: whom the host's own rate lets, and who reaches so far or has waited for its turn.
local own = stored('next:' .. host, 10000000)
if own > slot then return refuse('refused', own - slot, watch, '') end
redis.call('HSETNX', state, 'lane:' .. lane, now)
local ahead, waited = slot - now, slot - stored('lane:' .. lane, 10000000)
if ahead > reach and (waited < turn * interval or ahead > 1.5 * furthest) then
  return refuse('refused', ahead - reach, watch, '')
end

for _, probe in ipairs(probed) do redis.call('HSET', state, probe, now + probe_every) end
redis.call('HSET', state, 'next:address', slot + interval, 'lane:' .. lane, slot,
  'next:' .. host, math.max(own, slot - catch_up) + own_interval)
redis.call('ZADD', window, slot + length + grace, string.format('%.0f', slot))
count('granted:' .. endpoint)
count('host:' .. host)
count('lane:' .. lane)
return {1, ahead, slot, watch, #probed > 0 and 1 or 0, ''}
"""

# ARGV: slot. Returns 1 where the grant still holds: Redis knows it, and nobody paused everybody meanwhile.
CONFIRM = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
if now < tonumber(redis.call('HGET', KEYS[1], 'pause_until') or '0') then return 0 end
return redis.call('ZSCORE', KEYS[3], ARGV[1]) and 1 or 0
"""

# ARGV: slot, window; class, outcome (ok|fault|throttle|closed), pause, slow, reason, probe 0|1.
# Returns what it did to the class: 'closed', 'open', or nothing.
SETTLE = """
local state, counts, window = KEYS[1], KEYS[2], KEYS[3]
local class, outcome, pause, reason = ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[7]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
redis.call('ZADD', window, 'XX', 'LT', now + tonumber(ARGV[2]), ARGV[1])

local function close()
  local known = redis.call('HEXISTS', state, 'closed:' .. class)
  redis.call('HSET', state, 'closed:' .. class, reason, 'probe:' .. class, now + pause)
  return known == 0 and 'closed' or ''
end
if outcome == 'throttle' then
  local known = tonumber(redis.call('HGET', state, 'pause_until') or '0')
  local till = math.max(now + pause, math.min(known, now + 3600000000))
  redis.call('HSET', state, 'pause_until', till, 'slow_until', till + tonumber(ARGV[6]), 'reason', reason)
  redis.call('HINCRBY', counts, 'throttled', 1)
  return ''
end
if outcome == 'closed' then return close() end

local opened = 0
if outcome == 'ok' and ARGV[8] == '1' then
  opened = redis.call('HDEL', state, 'closed:' .. class)
  if class ~= 'content' then opened = opened + redis.call('HDEL', state, 'closed:all') end
end
local marks = redis.call('HGET', state, 'outcomes:' .. class) or ''
marks = string.sub(marks .. (outcome == 'ok' and '.' or 'x'), -20)
local _, faults = string.gsub(marks, 'x', '')
if faults == 0 then
  redis.call('HDEL', state, 'outcomes:' .. class)
elseif outcome == 'fault' and faults >= 5 then
  redis.call('HDEL', state, 'outcomes:' .. class)
  return close()
else
  redis.call('HSET', state, 'outcomes:' .. class, marks)
end
return opened > 0 and 'open' or ''
"""
