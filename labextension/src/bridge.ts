/**
 * The line to one notebook's kernel: what its network does, and commands for it.
 *
 * The kernel says hello when the lab is loaded there; then two comms are opened.  Commands go by
 * *control* and the kernel pushes state by *push*: ipykernel handles what we send on the shell from
 * which the comm was last written to, so a comm that cells write to would be heard only between
 * cells.  When the kernel is restarted both are gone until the next hello.
 */

import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { Questions, type Ask } from './assist/asking.js';
import { Waiting } from './waiting.js';
import {
  PROTOCOL,
  type BridgeAnswer,
  type BridgeChoice,
  type BridgeCommand,
  type BridgeHello,
  type BridgeInspect,
  type BridgeOpen,
  type BridgeReply,
  type BridgeState,
  type BridgeTab,
  type BridgeTabClosed,
  type BridgeTabRequest,
  type BridgeTree,
  type CommandName,
  type TabName
} from './messages.js';
import { isSame, VERSION } from './version.js';

const TARGET = 'annarchy_lab';
const HELLO = 'annarchy_lab.hello';
const MEMORY = 'annarchy_lab.comms.'; // and the id of the kernel: comms this tab has opened there

type Role = BridgeOpen['role'];
/** What the interface leaves out: it resolves when messages can be handled beside a cell. */
type Comm = Kernel.IComm & { subshellStarted?: Promise<void> };
/** What an inspector wants to see. */
export type Wish = Omit<BridgeInspect, 'kind'>;

export class Bridge {
  /** Something of what follows has changed, other than that time has passed. */
  readonly changed = new Signal<this, void>(this);
  /** Something has changed, or time has passed: many times a second. */
  readonly told = new Signal<this, void>(this);
  /** The kernel refused a command, and why. */
  readonly refused = new Signal<this, string>(this);
  /** What the inspector shows has changed. */
  readonly treeChanged = new Signal<this, BridgeTree>(this);
  /** What the kernel's network does; null without a lab there. */
  state: BridgeState | null = null;
  /** The version of the kernel package where it is not ours: then nothing else is said or done. */
  otherVersion: string | null = null;
  private kernel: Kernel.IKernelConnection | null = null;
  private comms: Partial<Record<Role, Comm>> = {};
  private isOpen = false; // control can be sent on
  private count = 0;
  private readonly questions = new Questions();
  private readonly tabs = new Waiting<BridgeTab>();
  private wish: Wish | null = null; // of the inspector, while it is seen

  /** `speed`: the real-time factor with which networks begin. */
  constructor(
    readonly context: ISessionContext,
    private readonly speed: () => number = () => 1
  ) {
    context.kernelChanged.connect((_, { newValue }) => this.attach(newValue));
    context.statusChanged.connect((_, status) => {
      if (status === 'restarting' || status === 'autorestarting') {
        this.forget();
      }
    });
    context.disposed.connect(() => Signal.clearData(this));
    this.attach(context.session?.kernel ?? null);
  }

  /** Ask for something; a refusal is signalled. */
  send(command: CommandName): void {
    const message: BridgeCommand = {
      kind: 'command',
      id: String(++this.count),
      command,
      network: this.state?.network ?? ''
    };
    this.comms.control?.send({ ...message });
  }

  /** Let commands mean another network; an empty key leaves the choice to the kernel. */
  choose(network: string): void {
    const message: BridgeChoice = { kind: 'choice', network };
    this.comms.control?.send({ ...message });
  }

  /** Show what is in the networks from now on; null: nobody looks. */
  inspect(wish: Wish | null): void {
    const wasSeen = this.wish !== null;
    this.wish = wish;
    if (wish || wasSeen) {
      this.sendWish();
    }
  }

  /** Ask for a live view to be shown in a tab; null where no kernel can be asked. */
  async openTab(row: string, view: TabName): Promise<BridgeTab | null> {
    const { control } = this.comms;
    if (!control || !this.isOpen) {
      return null;
    }
    return this.tabs.ask(id => {
      const message: BridgeTabRequest = { kind: 'tab', id, row, view };
      control.send({ ...message });
    });
  }

  /** Nobody shows this view any more. */
  closeTab(row: string, view: TabName): void {
    const message: BridgeTabClosed = { kind: 'tab-closed', row, view };
    this.comms.control?.send({ ...message });
  }

  private sendWish(): void {
    const nothing = { visible: false, opened: [], closed: [], search: '' };
    const message: BridgeInspect = {
      kind: 'inspect',
      ...(this.wish ?? nothing)
    };
    this.comms.push?.send({ ...message });
  }

  /** Ask something about a model cell; null without an answer in time. */
  ask: Ask = async (about, text, cursor) => {
    const { control } = this.comms;
    return control && this.isOpen
      ? this.questions.ask(
          question => void control.send({ ...question }),
          about,
          text,
          cursor
        )
      : null;
  };

  // --- coming and going ------------------------------------------------------------------

  private attach(kernel: Kernel.IKernelConnection | null): void {
    this.forget();
    this.kernel = kernel;
    kernel?.registerCommTarget(HELLO, (_, message) => {
      // not awaited: the kernel connection handles nothing else meanwhile
      void this.greet(message.content.data as unknown as BridgeHello);
    });
    void this.resume();
  }

  private forget(): void {
    this.comms = {};
    this.isOpen = false;
    this.questions.clear();
    this.tabs.clear();
    this.otherVersion = null;
    this.setState(null);
  }

  /** The page was loaded after the lab: look for comms of an earlier page. */
  private async resume(): Promise<void> {
    const { kernel } = this;
    if (!kernel) {
      return;
    }
    const mine = remembered(kernel);
    if (mine.length || (await hasComms(kernel))) {
      // the kernel would go on talking to a page that is gone
      mine.forEach(id => void closeStale(kernel, id));
      await this.connect(kernel);
    }
  }

  private async greet({ version, protocol }: BridgeHello): Promise<void> {
    if (!isSame(version, protocol)) {
      this.stepBack(version);
    } else if (this.kernel) {
      await this.connect(this.kernel);
    }
  }

  private stepBack(version: string): void {
    Object.values(this.comms).forEach(comm => comm.close());
    this.comms = {};
    this.isOpen = false;
    this.state = null;
    this.otherVersion = version;
    this.told.emit();
    this.changed.emit();
  }

  private async connect(kernel: Kernel.IKernelConnection): Promise<void> {
    await kernel.info;
    if (kernel !== this.kernel || this.comms.control || kernel.isDisposed) {
      return;
    }
    const control = kernel.createComm(TARGET);
    const push = kernel.createComm(TARGET);
    this.comms = { control, push };
    remember(kernel, [control.commId, push.commId]);
    await this.open(kernel, control, 'control', data =>
      this.onReply(data as BridgeReply | BridgeAnswer | BridgeTab)
    );
    this.isOpen = this.comms.control === control;
    await this.open(kernel, push, 'push', data =>
      this.onPush(data as BridgeState | BridgeTree)
    );
    if (this.wish && this.comms.push === push) {
      this.sendWish();
    }
  }

  private async open(
    kernel: Kernel.IKernelConnection,
    comm: Comm,
    role: Role,
    receive: (data: unknown) => void
  ): Promise<void> {
    comm.onMsg = (message: KernelMessage.ICommMsgMsg) =>
      receive(message.content.data);
    comm.onClose = () => {
      if (this.comms[role] === comm) {
        this.forget();
      }
    };
    if (kernel.supportsSubshells) {
      await comm.subshellStarted;
    }
    const data: BridgeOpen = {
      role,
      protocol: PROTOCOL,
      version: VERSION,
      speed: this.speed()
    };
    if (!comm.isDisposed) {
      comm.open({ ...data });
    }
  }

  // --- messages --------------------------------------------------------------------------

  private onPush(state: BridgeState | BridgeTree): void {
    if (state.kind === 'tree') {
      this.treeChanged.emit(state);
    } else if (isSame(state.version)) {
      this.setState(state);
    } else {
      this.stepBack(state.version);
    }
  }

  private onReply(reply: BridgeReply | BridgeAnswer | BridgeTab): void {
    if (reply.kind === 'answer') {
      this.questions.receive(reply);
    } else if (reply.kind === 'tab') {
      this.tabs.receive(reply);
    } else if (!reply.ok) {
      this.refused.emit(reply.message);
    }
  }

  private setState(state: BridgeState | null): void {
    const before = this.state;
    this.state = state;
    this.told.emit();
    if (withoutTime(state) !== withoutTime(before)) {
      this.changed.emit(); // JupyterLab draws all its toolbars anew then
    }
  }
}

function withoutTime(state: BridgeState | null): string {
  return JSON.stringify(state && { ...state, t_ms: 0, real_time_factor: 0 });
}

/** Whether any page has spoken with the lab in this kernel. */
async function hasComms(kernel: Kernel.IKernelConnection): Promise<boolean> {
  const { content } = await kernel.requestCommInfo({ target_name: TARGET });
  return content.status === 'ok' && Object.keys(content.comms).length > 0;
}

function remember(kernel: Kernel.IKernelConnection, ids: string[]): void {
  sessionStorage.setItem(MEMORY + kernel.id, ids.join(' '));
}

function remembered(kernel: Kernel.IKernelConnection): string[] {
  const ids = sessionStorage.getItem(MEMORY + kernel.id);
  return ids ? ids.split(' ') : [];
}

async function closeStale(
  kernel: Kernel.IKernelConnection,
  id: string
): Promise<void> {
  await kernel.info;
  if (!kernel.isDisposed && !kernel.hasComm(id)) {
    kernel.createComm(TARGET, id).close();
  }
}
