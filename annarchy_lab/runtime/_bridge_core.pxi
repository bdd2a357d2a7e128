# What the bridge uses of the core (C++).  Declarations only; the meaning stands in the headers.

from libcpp cimport bool as cbool
from libcpp.memory cimport make_shared, make_unique, shared_ptr, unique_ptr
from libcpp.string cimport string
from libcpp.utility cimport move
from libcpp.vector cimport vector

ctypedef unsigned char u8
ctypedef unsigned short u16
ctypedef int i32
ctypedef long long i64
ctypedef unsigned long long u64

cdef extern from "types.h" namespace "annl" nogil:
    cdef cppclass Range:
        i64 lo
        i64 hi

cdef extern from "os/thread.h" namespace "annl::os" nogil:
    unsigned int fork_count()

cdef extern from "storage.h" namespace "annl" nogil:
    cdef cppclass Storage:
        Storage(i64) except +
        i64 n_bytes()
        u8 *bytes()
        const shared_ptr[u8] &memory()
    ctypedef shared_ptr[Storage] StoragePtr

cdef extern from "annl_abi.h" nogil:
    ctypedef struct annl_buffer_entry:
        const char *name
        i32 dtype
        i32 extent
        i32 access
    ctypedef struct annl_module:
        i32 n_buffers
        const annl_buffer_entry *buffers

cdef extern from "module.h" namespace "annl" nogil:
    cdef cppclass CModule "annl::Module":
        CModule(const string &) except +
        const annl_module &table()
        string fingerprint() except +
        vector[string] functions() except +
    ctypedef shared_ptr[const CModule] ModulePtr

cdef extern from "spike_ring.h" namespace "annl" nogil:
    cdef cppclass SpikeHistory:
        vector[i64] steps
        vector[i32] ranks
    cdef cppclass SpikeRing:
        i64 n_slots()
        SpikeHistory history(i64, i64) except +

cdef extern from "population.h" namespace "annl" nogil:
    cdef cppclass Population:
        i64 size()
        cbool is_spiking()
        SpikeRing &spikes()
        void restore_spikes(const SpikeHistory &, i64) except +
        SpikeHistory counted_spikes() except +
        void restore_counted_spikes(const SpikeHistory &, i64) except +
    ctypedef shared_ptr[Population] PopulationPtr

cdef extern from "context.h" namespace "annl" nogil:
    cdef cppclass ContextSizes:
        i64 size
        i64 n_pre
        i64 n_post
    cdef cppclass Context:
        void set_plastic(cbool)
    ctypedef shared_ptr[Context] ContextPtr
    cdef cppclass Rotation:
        i32 index
        StoragePtr ring
        i64 stride_bytes
        i64 n_slots
        i64 lag
    cdef cppclass Late:
        Rotation past
        StoragePtr now
        vector[i64] lags
    cdef cppclass Recall:
        Rotation past
        StoragePtr now
    cdef cppclass Turns:
        vector[Rotation] rotations
        vector[Late] lates

cdef extern from "rows.h" namespace "annl" nogil:
    cdef cppclass Pieces:
        StoragePtr has
        StoragePtr before
        StoragePtr begin
        i64 n_words

cdef extern from "edge_rows.h" namespace "annl" nogil:
    cdef cppclass EdgeRowsSpec:
        StoragePtr ptr
        StoragePtr edges
        StoragePtr posts
        StoragePtr delays
        Pieces pieces

cdef extern from "post_ranks.h" namespace "annl" nogil:
    cdef cppclass PostRanks:
        PostRanks()
        PostRanks(StoragePtr, bint is_narrow)

cdef extern from "arrivals.h" namespace "annl" nogil:
    cdef cppclass Epoch:
        i64 first
        vector[i64] delays
        StoragePtr row_ptr
        PostRanks post_ranks
        StoragePtr edges
        Pieces pieces

cdef extern from "phase.h" namespace "annl" nogil:
    cdef cppclass Phase:
        pass
    ctypedef shared_ptr[Phase] PhasePtr
    cdef cppclass Barrier(Phase):
        Barrier()

cdef extern from "failure.h" namespace "annl" nogil:
    cdef cppclass Failure:
        pass
    ctypedef shared_ptr[Failure] FailurePtr

cdef extern from "edge_table.h" namespace "annl" nogil:
    cdef cppclass Pair:
        i32 pre
        i32 post
    cdef cppclass EdgeColumn:
        StoragePtr values
        i64 itemsize
        u64 fresh
        cbool is_clock
    cdef cppclass EdgeTableSpec:
        i64 n_pre
        i64 n_post
        StoragePtr row_ptr
        StoragePtr pre_rank
        StoragePtr post_rank
        vector[EdgeColumn] columns
    cdef cppclass EdgeDelays:
        StoragePtr numbers
        i32 fresh
        i64 n_delays
    cdef cppclass CEdgeTable "annl::EdgeTable":
        CEdgeTable(EdgeTableSpec) except +
        i64 n_edges()
        i64 n_changes()
        void set_fresh(i64, u64) except +
        void lay_out(EdgeDelays, const vector[EdgeRowsSpec] &) except +
        void set_delays(const vector[i64] &, const vector[i32] &) except +
        void settle(const vector[i64] &)
        vector[i64] insert(const vector[Pair] &, i64) except +
        void remove(const vector[i64] &) except +
        void finish() except +
        void add_context(const ContextPtr &) except +
        void add_walker(const PhasePtr &) except +
    ctypedef shared_ptr[CEdgeTable] EdgeTablePtr

cdef extern from "row_layout.h" namespace "annl" nogil:
    cdef cppclass RowLayout:
        const i64 *row_ptr
        i64 n_post
        const i32 *pre
        const i64 *order
        vector[i64] next
    cdef cppclass LaidRows:
        i32 *posts
        u16 *narrow_posts
        i64 *places
        i32 *narrow_places
    void c_lay_rows "annl::lay_rows"(RowLayout, LaidRows) except +

cdef extern from "phase_rewire.h" namespace "annl" nogil:
    cdef cppclass RuleSpec:
        ContextPtr context
        EdgeTablePtr table
        PopulationPtr post
        Turns turns
        i64 period_steps
        i64 first_step
        FailurePtr failure
        StoragePtr pre_candidates
        StoragePtr post_candidates
    cdef cppclass CreatingPhase(Phase):
        CreatingPhase(RuleSpec) except +
    cdef cppclass CreatedPhase(Phase):
        CreatedPhase(ContextPtr, EdgeTablePtr, FailurePtr) except +
    cdef cppclass PruningPhase(Phase):
        PruningPhase(RuleSpec) except +
    cdef cppclass PrunedPhase(Phase):
        PrunedPhase(EdgeTablePtr, FailurePtr) except +
    cdef cppclass RewiredPhase(Phase):
        RewiredPhase(EdgeTablePtr, FailurePtr) except +

cdef extern from "phase_memory.h" namespace "annl" nogil:
    cdef cppclass ZeroPhase(Phase):
        ZeroPhase(StoragePtr, i64, PopulationPtr) except +
    cdef cppclass PushPhase(Phase):
        PushPhase(StoragePtr, Rotation, i64, PopulationPtr) except +

cdef extern from "phase_periodic.h" namespace "annl" nogil:
    cdef cppclass PeriodicPhase(Phase):
        PeriodicPhase(PhasePtr, i64, i64) except +

cdef extern from "row_store.h" namespace "annl" nogil:
    cdef cppclass Recorded:
        i64 row_bytes
        i64 n_dropped
        i64 n_rows()
        void copy_to(i64 *, u8 *)

cdef extern from "recorder.h" namespace "annl" nogil:
    cdef enum class Stage:
        targets
        end
    cdef cppclass Interval:
        i64 start
        i64 stop
    cdef cppclass EdgeRow:
        vector[u8] values
        shared_ptr[const vector[i64]] row_ptr
    cdef cppclass Collected:
        Recorded rows
        vector[Interval] intervals
        vector[EdgeRow] edges
    cdef cppclass Recorder:
        i64 n_bytes()
        i64 n_kept_bytes()
        void resume(i64) except +
        i64 first_step()
        void count_from(i64)
        void pause(i64) except +
        Collected collect(i64, cbool) except +
    ctypedef shared_ptr[Recorder] RecorderPtr
    cdef cppclass RecorderSet:
        i64 add(RecorderPtr) except +
        void remove(i64) except +
        Recorder &at(i64) except +
        void refresh() except +
    ctypedef shared_ptr[RecorderSet] RecorderSetPtr

cdef extern from "phase_call.h" namespace "annl" nogil:
    cdef cppclass OncePhase(Phase):
        OncePhase(ContextPtr, const string &, Turns) except +
    cdef cppclass RangePhase(Phase):
        RangePhase(ContextPtr, const string &, PopulationPtr, Turns, vector[StoragePtr]) except +
    cdef cppclass DetectSpec:
        ContextPtr context
        PopulationPtr population
        PopulationPtr axons
        cbool updates
        cbool is_serial
        RecorderSetPtr recorders
        vector[StoragePtr] settled
        vector[StoragePtr] hidden
    cdef cppclass DetectPhase(Phase):
        DetectPhase(DetectSpec) except +

cdef extern from "weight_types.h" namespace "annl" nogil:
    cdef cppclass WeightTypes:
        cbool is_double
        cbool is_narrow

cdef extern from "phase_deliver.h" namespace "annl" nogil:
    cdef cppclass DeliverSpec:
        WeightTypes types
        StoragePtr weights
        cbool is_single
        vector[StoragePtr] targets
        PopulationPtr pre
        PopulationPtr post
        vector[Epoch] epochs
        cbool is_rewired
        Range pre_block
        Range post_block
    PhasePtr make_deliver_csr(DeliverSpec) except +
    PhasePtr make_deliver_dense(DeliverSpec) except +

cdef extern from "phase_event.h" namespace "annl" nogil:
    cdef cppclass OnPreSpec:
        ContextPtr context
        cbool is_axonal
        PopulationPtr pre
        PopulationPtr post
        vector[Epoch] epochs
        cbool is_serial
        cbool is_rewired
        Turns turns
        vector[Recall] recalls
    cdef cppclass OnPostSpec:
        ContextPtr context
        PopulationPtr post
        StoragePtr row_ptr
        cbool is_serial
        Turns turns
    cdef cppclass OnPrePhase(Phase):
        OnPrePhase(OnPreSpec) except +
    cdef cppclass OnPreOncePhase(Phase):
        OnPreOncePhase(ContextPtr, PopulationPtr, vector[Epoch]) except +

    cdef cppclass OnPostPhase(Phase):
        OnPostPhase(OnPostSpec) except +

cdef extern from "phase_weighted_sum.h" namespace "annl" nogil:
    cdef cppclass WeightedSumSpec:
        WeightTypes types
        StoragePtr weights
        cbool is_single
        PopulationPtr post
        StoragePtr target
        Rotation pre
        i64 n_pre
        Late late
        StoragePtr delay_of_edge
        StoragePtr row_ptr
        StoragePtr pre_ranks
        Range pre_block
        Range post_block
    PhasePtr make_weighted_sum_csr(WeightedSumSpec) except +
    PhasePtr make_weighted_sum_dense(WeightedSumSpec) except +

cdef extern from "phase_global_op.h" namespace "annl" nogil:
    cdef cppclass GlobalOpSpec:
        string operation
        cbool is_double
        string elements
        StoragePtr source
        i64 size
        StoragePtr result
    PhasePtr make_global_op(GlobalOpSpec) except +

cdef extern from "decoding_window.h" namespace "annl" nogil:
    cdef cppclass CDecodingWindow "annl::DecodingWindow":
        CDecodingWindow(i64, i64) except +
        i64 n_post()
        double *sums()
        i32 *counts()
        SpikeHistory history() except +
        void restore(const SpikeHistory &) except +
        void form_anew()
        void clear()
    ctypedef shared_ptr[CDecodingWindow] DecodingWindowPtr

cdef extern from "phase_decode.h" namespace "annl" nogil:
    cdef cppclass DecodeSpec:
        WeightTypes types
        StoragePtr weights
        cbool is_single
        StoragePtr target
        PopulationPtr pre
        PopulationPtr post
        vector[Epoch] epochs
        StoragePtr row_ptr
        DecodingWindowPtr window
    PhasePtr make_decode(DecodeSpec) except +

cdef extern from "phase_timetable.h" namespace "annl" nogil:
    cdef cppclass PlaySpec:
        StoragePtr start
        StoragePtr onsets
        i64 n_rows
        i64 period_steps
        StoragePtr rows
        cbool is_single
        StoragePtr target
        i64 itemsize
        PopulationPtr population
        ContextPtr context
    cdef cppclass PlayPhase(Phase):
        PlayPhase(PlaySpec) except +
    cdef cppclass EmitSpec:
        StoragePtr start
        StoragePtr steps
        StoragePtr ranks
        i64 n_spikes
        PopulationPtr population
    cdef cppclass EmitPhase(Phase):
        EmitPhase(EmitSpec) except +

cdef extern from "phase_stimulus.h" namespace "annl" nogil:
    cdef cppclass StimulusSpec:
        PopulationPtr population
        StoragePtr ranks
        i64 n_ranks
        StoragePtr values
        i64 n_rows
        cbool is_single
        i64 first
        i64 n_steps
        i64 period_steps
        i64 n_times
        StoragePtr target
        StoragePtr saved
        cbool is_double
    cdef cppclass AddStimulus(Phase):
        AddStimulus(StimulusSpec) except +
    cdef cppclass RemoveStimulus(Phase):
        RemoveStimulus(StimulusSpec) except +
    cdef cppclass SpikeStimulus(Phase):
        SpikeStimulus(StimulusSpec, StoragePtr) except +

cdef extern from "phase_gaps.h" namespace "annl" nogil:
    cdef cppclass GapSpec:
        PopulationPtr population
        StoragePtr rates
        cbool is_double
        StoragePtr changes
        cbool is_volatile
        StoragePtr left
        cbool is_flagged
        u64 stream
    cdef cppclass GapPhase(Phase):
        GapPhase(GapSpec) except +

cdef extern from "phase_rate.h" namespace "annl" nogil:
    PhasePtr make_rate(PopulationPtr, StoragePtr, cbool) except +

cdef extern from "phase_halt.h" namespace "annl" nogil:
    cdef cppclass HaltCondition:
        StoragePtr flags
        i64 size
        cbool needs_all
    cdef cppclass HaltPhase(Phase):
        HaltPhase(vector[HaltCondition], cbool, shared_ptr[cbool]) except +

cdef extern from "recorder_rows.h" namespace "annl" nogil:
    cdef cppclass RowsSpec:
        StoragePtr source
        i64 itemsize
        i64 n_items
        cbool has_indices
        vector[i32] indices
        Stage stage
        i64 period_steps
        i64 offset_steps
        i64 capacity_rows
        PopulationPtr population
    cdef cppclass RowsRecorder(Recorder):
        RowsRecorder(RowsSpec) except +
    cdef cppclass RecordPhase(Phase):
        RecordPhase(RecorderSetPtr, Stage) except +

cdef extern from "recorder_edges.h" namespace "annl" nogil:
    cdef cppclass EdgesSpec:
        EdgeTablePtr table
        StoragePtr source
        i64 itemsize
        cbool has_posts
        vector[i32] posts
        i64 period_steps
        i64 offset_steps
        i64 capacity_rows
    cdef cppclass EdgesRecorder(Recorder):
        EdgesRecorder(EdgesSpec) except +

cdef extern from "recorder_spikes.h" namespace "annl" nogil:
    cdef cppclass SpikesSpec:
        PopulationPtr population
        vector[u8] mask
        i64 capacity
    cdef cppclass SpikesRecorder(Recorder):
        SpikesRecorder(SpikesSpec) except +
    cdef cppclass CountsRecorder(Recorder):
        CountsRecorder(SpikesSpec) except +

cdef extern from "clock.h" namespace "annl" nogil:
    cdef cppclass Clock:
        i64 step()
        i64 elapsed()
        u64 rng_step()
        u64 seed()
        double dt()
        double t()
        void set_rng_step(u64)
        void set_seed(u64)

cdef extern from "edge.h" namespace "annl" nogil:
    cdef cppclass Edge:
        void enter() except +
        void leave()
        cbool is_mine()

cdef extern from "schedule.h" namespace "annl" nogil:
    cdef cppclass Deal:
        int n_threads
        int n_parts

cdef extern from "load.h" namespace "annl" nogil:
    cdef cppclass Turn:
        double seconds
        double n_steps
        double n_events

cdef extern from "governor.h" namespace "annl" nogil:
    cdef cppclass Choice "annl::Governor::Choice":
        int n_threads
        i64 n_steps
        double most_seconds
    cdef cppclass CGovernor "annl::Governor":
        CGovernor(int) except +
        const Choice &choice()
        void note(const Turn &) except +
        void note_absence() except +

cdef extern from "crew.h" namespace "annl" nogil:
    cdef cppclass Crew:
        const vector[i64] &n_steps_with()
        i64 n_events()

cdef extern from "profile.h" namespace "annl" nogil:
    cdef cppclass ProfileFigures "annl::Profile::Figures":
        vector[double] phase_seconds
        double condition_seconds
        double waiting_seconds
        double end_seconds
        i64 n_steps
        i64 n_measured
    cdef cppclass Profile:
        const ProfileFigures &figures()

cdef extern from "engine.h" namespace "annl" nogil:
    cdef enum class Reason:
        done
        time
        callback
        full
        interrupted
    cdef cppclass Outcome:
        i64 n_steps
        Reason reason
    i64 never "annl::Engine::never"
    cdef cppclass CEngine "annl::Engine":
        CEngine(double, u64) except +
        Edge &edge()
        Clock &clock()
        i64 add_population(i64, i64, StoragePtr, StoragePtr) except +
        const PopulationPtr &population(i64) except +
        void keep_spikes(i64, i64) except +
        void forget_spikes(i64) except +
        void set_rate_window(i64, i64) except +
        i64 add_context(ModulePtr, vector[StoragePtr], ContextSizes) except +
        const ContextPtr &context(i64) except +
        void remove_context(i64) except +
        void install(vector[PhasePtr]) except +
        void install_tail(vector[PhasePtr]) except +
        const Profile &profile()
        void set_parallel(int, int, vector[int]) except +
        const Deal &deal()
        const Crew &crew()
        const shared_ptr[cbool] &halt()
        const FailurePtr &failure()
        void set_step(i64) except +
        void set_elapsed(i64) except +
        const RecorderSetPtr &recorders()
        void limit_recorders(i64)
        void accept_recorders()
        cbool claim()
        void disclaim()
        cbool is_claimed()
        Outcome drive(i64, double) except +
        void interrupt()
        void set_callback_step(i64)
        i64 callback_step()
        void after_fork() except +

cdef extern from "meter.h" namespace "annl" nogil:
    cdef cppclass Meter:
        double real_time_factor()
        double load()
        double serving()

cdef extern from "runner.h" namespace "annl" nogil:
    ctypedef struct RunnerCalls:
        void *self
        i64 (*before_step)(void *, i64) noexcept
        cbool (*make_room)(void *) noexcept
        void (*at_end)(void *, i32) noexcept
    i64 failed_callback
    cdef enum class RunState:
        idle
    cdef cppclass Runner:
        Runner(shared_ptr[CEngine]) except +
        void claim() except +
        void start(i64, double, RunnerCalls) except +
        void pause() except +
        void resume() except +
        i64 advance(i64) except +
        void stop() except +
        void close() except +
        cbool wait(double) except +
        void set_speed(double) except +
        RunState state()
        cbool is_started()
        const Meter &meter()
        string failure() except +
        void abandon_thread()
