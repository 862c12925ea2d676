-- Health of a HealthProbe of https://faultline.dev, whose status is in kstatus format: observedGeneration, Ready and
-- Stalled. What a probe is about is the health of a workload, so that decides: a Critical check that fails is Degraded.
-- Sync probes after what they watch, so that no wave waits for a workload that is not there yet.

local function health(status, message)
  return { status = status, message = message }
end

-- Argo CD says so itself before it asks; here for whoever runs this script alone.
if obj.metadata.deletionTimestamp ~= nil then
  return health("Progressing", "Pending deletion")
end
if obj.status == nil or obj.status.conditions == nil then
  return health("Progressing", "waiting for the Faultline operator")
end

local conditions = {}
for _, condition in ipairs(obj.status.conditions) do
  conditions[condition.type] = condition
end
local ready = conditions.Ready
local healthy = conditions.Healthy

-- Trouble that the operator meets stands in Ready alone, which then speaks of a generation of its own.
if ready ~= nil and ready.status == "Unknown" and ready.observedGeneration == obj.metadata.generation then
  return health("Progressing", ready.message)
end
if ready == nil or healthy == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "waiting for the Faultline operator to see the latest spec")
end
if conditions.Stalled ~= nil and conditions.Stalled.status == "True" then
  return health("Degraded", conditions.Stalled.message)
end
if healthy.status == "False" then
  return health("Degraded", healthy.message)
end
if ready.status == "False" and ready.reason == "Unsupported" then
  return health("Degraded", ready.message)
end
if ready.status ~= "True" then
  return health("Progressing", ready.message)
end
-- A probe without checks has nothing to wait for.
if healthy.status == "Unknown" and obj.status.passingChecks ~= nil then
  return health("Progressing", healthy.message)
end
return health("Healthy", obj.status.summary)
