# The phases of a schedule: from dicts, as Python describes them, to objects of the core.
#
# Python hands in numbers of populations and contexts; everything is checked here or in the constructors
# called here, before the schedule changes.

cdef class _PhaseMaker:
    """Makes phases of one engine."""

    cdef shared_ptr[CEngine] engine

    cdef PhasePtr make(self, dict spec) except *:
        cdef PhasePtr made = self.every_step(spec)
        cdef i64 period_steps, offset_steps
        if spec.get("table") is not None:
            (<EdgeTable?>spec["table"]).table.get().add_walker(made)
        period_steps, offset_steps = spec.get("every", (1, 0))
        if period_steps == 1:
            return made
        return <PhasePtr>make_shared[PeriodicPhase](made, period_steps, offset_steps)

    cdef PhasePtr every_step(self, dict spec) except *:
        kind = spec["kind"]
        if kind == "zero":
            return self.zero(spec)
        if kind == "push":
            return self.push(spec)
        if kind == "once":
            return self.once(spec)
        if kind == "range":
            return self.range_(spec)
        if kind == "detect":
            return self.detect(spec)
        if kind == "play":
            return self.play(spec)
        if kind == "emit":
            return self.emit(spec)
        if kind == "add_stimulus":
            return <PhasePtr>make_shared[AddStimulus](self.stimulus(spec))
        if kind == "remove_stimulus":
            return <PhasePtr>make_shared[RemoveStimulus](self.stimulus(spec))
        if kind == "spike_stimulus":
            return <PhasePtr>make_shared[SpikeStimulus](self.stimulus(spec), storage_or_none(spec["flags"]))
        if kind == "gaps":
            return self.gaps(spec)
        if kind == "rate":
            return make_rate(self.population(spec), storage_or_none(spec["rates"]), is_double(spec))
        if kind == "deliver":
            return self.deliver(spec)
        if kind == "decode":
            return self.decode(spec)
        if kind == "on_pre":
            return self.on_pre(spec)
        if kind == "on_pre_once":
            return <PhasePtr>make_shared[OnPreOncePhase](
                self.context(spec), self.population(spec, "pre_population"), epochs_of(spec)
            )
        if kind == "on_post":
            return self.on_post(spec)
        if kind == "weighted_sum":
            return self.weighted_sum(spec)
        if kind == "global_op":
            return self.global_op(spec)
        if kind == "halt":
            return self.halt(spec)
        if kind == "creating":
            return <PhasePtr>make_shared[CreatingPhase](self.rule(spec))
        if kind == "created":
            return <PhasePtr>make_shared[CreatedPhase](
                self.context(spec), table_or_none(spec["edges"]), self.engine.get().failure()
            )
        if kind == "pruning":
            return <PhasePtr>make_shared[PruningPhase](self.rule(spec))
        if kind == "pruned":
            return <PhasePtr>make_shared[PrunedPhase](table_or_none(spec["edges"]), self.engine.get().failure())
        if kind == "rewired":
            return <PhasePtr>make_shared[RewiredPhase](table_or_none(spec["edges"]), self.engine.get().failure())
        if kind == "record":
            return <PhasePtr>make_shared[RecordPhase](self.engine.get().recorders(), stage_of(spec["stage"]))
        if kind == "barrier":
            return <PhasePtr>make_shared[Barrier]()
        raise ValueError(f"unknown kind of phase {kind!r}")

    cdef PopulationPtr population(self, dict spec, str key="population") except *:
        return self.engine.get().population(spec[key])

    cdef ContextPtr context(self, dict spec) except *:
        return self.engine.get().context(spec["context"])

    cdef PhasePtr zero(self, dict spec) except *:
        cdef i64 itemsize = spec["itemsize"]
        return <PhasePtr>make_shared[ZeroPhase](storage_or_none(spec["buffer"]), itemsize, self.population(spec))

    cdef PhasePtr push(self, dict spec) except *:
        cdef i64 itemsize = spec["itemsize"]
        cdef Rotation queue = rotation_of(0, spec["ring"], spec["stride_bytes"], spec["n_slots"], 0)
        return <PhasePtr>make_shared[PushPhase](storage_or_none(spec["source"]), queue, itemsize, self.population(spec))

    cdef PhasePtr once(self, dict spec) except *:
        cdef string function = spec["function"].encode()
        return <PhasePtr>make_shared[OncePhase](self.context(spec), function, turns_of(spec))

    cdef PhasePtr range_(self, dict spec) except *:
        cdef string function = spec["function"].encode()
        return <PhasePtr>make_shared[RangePhase](
            self.context(spec), function, self.population(spec), turns_of(spec), storages(spec.get("hidden", ()))
        )

    cdef PhasePtr detect(self, dict spec) except *:
        cdef DetectSpec made
        made.context = self.context(spec)
        made.population = self.population(spec)
        if spec.get("axons") is not None:
            made.axons = self.population(spec, "axons")
        made.updates = spec.get("updates", False)
        made.is_serial = spec.get("serial", False)
        made.recorders = self.engine.get().recorders()
        made.settled = storages(spec.get("settled", ()))
        made.hidden = storages(spec.get("hidden", ()))
        return <PhasePtr>make_shared[DetectPhase](made)

    cdef PhasePtr play(self, dict spec) except *:
        cdef PlaySpec made
        made.start = storage_or_none(spec["start"])
        made.onsets = storage_or_none(spec["onsets"])
        made.n_rows = spec["n_rows"]
        made.period_steps = spec["period_steps"]
        made.rows = storage_or_none(spec["rows"])
        made.is_single = spec["single"]
        made.target = storage_or_none(spec["target"])
        made.itemsize = spec["itemsize"]
        if spec.get("population") is not None:
            made.population = self.population(spec)
        if spec.get("context") is not None:
            made.context = self.context(spec)
        return <PhasePtr>make_shared[PlayPhase](made)

    cdef PhasePtr emit(self, dict spec) except *:
        cdef EmitSpec made
        made.start = storage_or_none(spec["start"])
        made.steps = storage_or_none(spec["steps"])
        made.ranks = storage_or_none(spec["ranks"])
        made.n_spikes = spec["n_spikes"]
        made.population = self.population(spec)
        return <PhasePtr>make_shared[EmitPhase](made)

    cdef StimulusSpec stimulus(self, dict spec) except *:
        cdef StimulusSpec made
        made.population = self.population(spec)
        made.ranks = storage_or_none(spec["ranks"])
        made.n_ranks = spec["n_ranks"]
        made.values = storage_or_none(spec["values"])
        made.n_rows = spec["n_rows"]
        made.is_single = spec["single"]
        made.first = spec["first"]
        made.n_steps = spec["n_steps"]
        made.period_steps = spec["period_steps"]
        made.n_times = spec["n_times"]
        made.target = storage_or_none(spec["target"])
        made.saved = storage_or_none(spec["saved"])
        made.is_double = is_double(spec)
        return made

    cdef PhasePtr gaps(self, dict spec) except *:
        cdef GapSpec made
        made.population = self.population(spec)
        made.rates = storage_or_none(spec["rates"])
        made.is_double = is_double(spec)
        made.changes = storage_or_none(spec["changes"])
        made.is_volatile = spec["volatile"]
        made.left = storage_or_none(spec["left"])
        made.is_flagged = spec.get("flagged", True)
        made.stream = spec["stream"]
        return <PhasePtr>make_shared[GapPhase](made)

    cdef PhasePtr deliver(self, dict spec) except *:
        cdef DeliverSpec made
        made.types = weight_types(spec)
        made.weights = storage_or_none(spec["weights"])
        made.is_single = spec["single"]
        made.targets = storages(spec["targets"])
        made.pre = self.population(spec, "pre_population")
        made.post = self.population(spec, "post_population")
        made.epochs = epochs_of(spec)
        made.is_rewired = spec.get("table") is not None
        if is_dense(spec):
            made.pre_block = block_of(spec, "pre")
            made.post_block = block_of(spec, "post")
            return make_deliver_dense(made)
        return make_deliver_csr(made)

    cdef PhasePtr decode(self, dict spec) except *:
        cdef DecodeSpec made
        made.types = weight_types(spec)
        made.weights = storage_or_none(spec["weights"])
        made.is_single = spec["single"]
        made.target = storage_or_none(spec["target"])
        made.pre = self.population(spec, "pre_population")
        made.post = self.population(spec, "post_population")
        made.epochs = epochs_of(spec)
        made.row_ptr = storage_or_none(spec["row_ptr"])
        made.window = (<DecodingWindow?>spec["window"]).window
        return make_decode(made)

    cdef PhasePtr on_pre(self, dict spec) except *:
        cdef OnPreSpec made
        made.context = self.context(spec)
        made.is_axonal = bool(choice(spec, "function", ("on_pre", "on_axon")))
        made.pre = self.population(spec, "pre_population")
        made.post = self.population(spec, "post_population")
        made.epochs = epochs_of(spec)
        made.is_serial = spec.get("serial", False)
        made.is_rewired = spec.get("table") is not None
        made.turns = turns_of(spec)
        made.recalls = recalls_of(spec)
        return <PhasePtr>make_shared[OnPrePhase](made)

    cdef PhasePtr on_post(self, dict spec) except *:
        cdef OnPostSpec made
        made.context = self.context(spec)
        made.post = self.population(spec, "post_population")
        made.row_ptr = storage_or_none(spec["row_ptr"])
        made.is_serial = spec.get("serial", False)
        made.turns = turns_of(spec)
        return <PhasePtr>make_shared[OnPostPhase](made)

    cdef PhasePtr weighted_sum(self, dict spec) except *:
        cdef WeightedSumSpec made
        if spec.get("operation", "sum") != "sum":
            raise ValueError("default transmission of rates is a sum; other operations are a module's psp")
        made.types = weight_types(spec)
        made.weights = storage_or_none(spec["weights"])
        made.is_single = spec["single"]
        made.post = self.population(spec, "post_population")
        made.target = storage_or_none(spec["target"])
        if "late" in spec:
            made.late = late_of((0, *spec["late"]))
            made.pre = made.late.past
            made.delay_of_edge = storage_or_none(spec["delay_of_edge"])
        else:
            made.pre = pre_of(spec)
        made.n_pre = made.pre.stride_bytes // (8 if made.types.is_double else 4)
        if is_dense(spec):
            made.pre_block = block_of(spec, "pre")
            made.post_block = block_of(spec, "post")
            return make_weighted_sum_dense(made)
        made.row_ptr = storage_or_none(spec["row_ptr"])
        made.pre_ranks = storage_or_none(spec["pre_ranks"])
        return make_weighted_sum_csr(made)

    cdef PhasePtr global_op(self, dict spec) except *:
        cdef GlobalOpSpec made
        made.operation = spec["op"].encode()
        made.elements = spec.get("elements", "real").encode()
        made.is_double = is_double(spec)
        made.source = storage_or_none(spec["source"])
        made.size = spec["size"]
        made.result = storage_or_none(spec["result"])
        return make_global_op(made)

    cdef RuleSpec rule(self, dict spec) except *:
        cdef RuleSpec made
        made.context = self.context(spec)
        made.table = table_or_none(spec["edges"])
        made.post = self.population(spec, "post_population")
        made.turns = turns_of(spec)
        made.period_steps, made.first_step = spec["when"]
        made.failure = self.engine.get().failure()
        made.pre_candidates = storage_or_none(spec.get("pre_candidates"))
        made.post_candidates = storage_or_none(spec.get("post_candidates"))
        return made

    cdef PhasePtr halt(self, dict spec) except *:
        cdef vector[HaltCondition] conditions
        cdef HaltCondition condition
        cdef cbool needs_all = bool(choice(spec, "operator", ("or", "and")))
        for flags, size, mode in spec["conditions"]:
            condition.flags = storage_or_none(flags)
            condition.size = size
            condition.needs_all = bool(choice({"mode": mode}, "mode", ("any", "all")))
            conditions.push_back(condition)
        return <PhasePtr>make_shared[HaltPhase](conditions, needs_all, self.engine.get().halt())


cdef Rotation rotation_of(i32 index, object ring, i64 stride_bytes, i64 n_slots, i64 lag) except *:
    cdef Rotation made
    made.index = index
    made.ring = storage_or_none(ring)
    made.stride_bytes = stride_bytes
    made.n_slots = n_slots
    made.lag = lag
    return made


cdef Late late_of(tuple described) except *:
    cdef Late made
    index, ring, stride_bytes, n_slots, now, lags = described
    made.past = rotation_of(index, ring, stride_bytes, n_slots, 0)
    made.now = storage_or_none(now)
    made.lags = lags
    return made


cdef Turns turns_of(dict spec) except *:
    cdef Turns made
    for index, ring, stride_bytes, n_slots, lag in spec.get("rotations", ()):
        made.rotations.push_back(rotation_of(index, ring, stride_bytes, n_slots, lag))
    for described in spec.get("lates", ()):
        made.lates.push_back(late_of(described))
    return made


cdef vector[Recall] recalls_of(dict spec) except *:
    cdef vector[Recall] made
    cdef Recall recall
    for index, ring, stride_bytes, n_slots, now in spec.get("recalls", ()):
        recall.past = rotation_of(index, ring, stride_bytes, n_slots, 0)
        recall.now = storage_or_none(now)
        made.push_back(recall)
    return made


cdef vector[Epoch] epochs_of(dict spec) except *:
    cdef vector[Epoch] made
    for described in spec["epochs"]:
        made.push_back(epoch_of(described))
    return made


cdef Epoch epoch_of(dict described) except *:
    cdef Epoch made
    if described.get("first") is not None:
        made.first = described["first"]
    made.delays = described["delays"]
    made.row_ptr = storage_or_none(described.get("row_ptr"))
    made.post_ranks = PostRanks(
        storage_or_none(described.get("post_ranks")), described.get("has_narrow_ranks", False)
    )
    made.edges = storage_or_none(described.get("edges"))
    if described.get("pieces") is not None:
        made.pieces = pieces_of(described["pieces"])
    return made


cdef Pieces pieces_of(tuple described) except *:
    cdef Pieces made
    has, before, begin, made.n_words = described
    made.has = storage_or_none(has)
    made.before = storage_or_none(before)
    made.begin = storage_or_none(begin)
    return made


cdef Rotation pre_of(dict spec) except *:
    """The rates of the pre population; without a delay queue, a queue of one slot."""
    rotation = spec.get("rotation")
    if rotation is not None:
        ring, stride_bytes, n_slots, lag = rotation
        return rotation_of(0, ring, stride_bytes, n_slots, lag)
    return rotation_of(0, spec["pre"], (<Buffer?>spec["pre"]).n_bytes, 1, 0)


cdef Range block_of(dict spec, str side) except *:
    cdef Range made
    made.lo = spec[side + "_lo"]
    made.hi = spec[side + "_hi"]
    return made


cdef cbool is_double(dict spec) except *:
    return bool(choice(spec, "dtype", ("f32", "f64")))


cdef WeightTypes weight_types(dict spec) except *:
    cdef WeightTypes made
    made.is_double = is_double(spec)
    made.is_narrow = spec.get("narrow", False)
    return made


cdef cbool is_dense(dict spec) except *:
    return bool(choice(spec, "format", ("csr", "dense")))


cdef int choice(dict spec, str key, tuple names) except -1:
    if spec[key] not in names:
        raise ValueError(f"{key} must be one of {', '.join(names)}, not {spec[key]!r}")
    return names.index(spec[key])


cdef Stage stage_of(str name) except *:
    if name == "targets":
        return Stage.targets
    if name == "end":
        return Stage.end
    raise ValueError(f"stage must be targets or end, not {name!r}")
