import '../../components/styles.css';
import { createBrowserServices } from '../../components/browser-services';
import { mountPage } from '../../components/page';
import { Panel } from '../../components/panel/panel';

mountPage(<Panel />, createBrowserServices());
