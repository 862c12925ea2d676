-- Health of a GameDay of https://faultline.dev, whose status is in kstatus format: observedGeneration, Ready and Stalled.
-- How its runs end is told in the message and does not decide: a rehearsal that failed last quarter must not fail the
-- sync that brings the remedy. But what a run could not put back is broken now. A schedule that rests is Healthy, and the
-- message says so: Suspended would be the health of the whole Application, and a sync would wait for it.
-- Source: argo-cd issue 19126 and pull request 25551.

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

-- Trouble that the operator meets stands in Ready alone, which then speaks of a generation of its own.
if ready ~= nil and ready.status == "Unknown" and ready.observedGeneration == obj.metadata.generation then
  return health("Progressing", ready.message)
end
if ready == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "waiting for the Faultline operator to see the latest spec")
end
if conditions.Stalled ~= nil and conditions.Stalled.status == "True" then
  return health("Degraded", conditions.Stalled.message)
end
if ready.status == "False" and ready.reason == "Unsupported" then
  return health("Degraded", ready.message)
end
if obj.status.lastRun ~= nil and obj.status.lastRun.outcome == "RevertFailed" then
  return health("Degraded", obj.status.lastRun.name .. " could not put everything back: see its status.manualSteps")
end
if ready.status ~= "True" then
  return health("Progressing", ready.message)
end
return health("Healthy", obj.status.summary)
