const action = { type: 1, url: 'https://example.com/1' }
const options = [
  { id: 'a', text: '甲' },
  { id: 'b', text: '乙' },
]

/** One small card of each form that the platform takes. */
export const cards = {
  text_notice: { card_type: 'text_notice', main_title: { title: '通知' }, card_action: action },
  news_notice: {
    card_type: 'news_notice',
    main_title: { title: '图文' },
    card_image: { url: 'https://example.com/1.png' },
    card_action: action,
  },
  button_interaction: {
    card_type: 'button_interaction',
    main_title: { title: '审批' },
    task_id: 'task-button',
    button_list: [
      { text: '同意', style: 1, key: 'ok' },
      { text: '拒绝', style: 2, key: 'no' },
    ],
  },
  vote_interaction: {
    card_type: 'vote_interaction',
    main_title: { title: '投票' },
    task_id: 'task-vote',
    checkbox: { question_key: 'q', mode: 1, option_list: options },
    submit_button: { text: '投', key: 'submit' },
  },
  multiple_interaction: {
    card_type: 'multiple_interaction',
    main_title: { title: '选择' },
    task_id: 'task-multiple',
    select_list: [{ question_key: 'q', title: '哪个', selected_id: 'b', option_list: options }],
    submit_button: { text: '选', key: 'submit' },
  },
} as const

export const menu = { desc: '更多', action_list: [{ text: '不再提醒', key: 'mute' }] }

export type CardType = keyof typeof cards
export const cardTypes: readonly CardType[] = [
  'text_notice',
  'news_notice',
  'button_interaction',
  'vote_interaction',
  'multiple_interaction',
]
